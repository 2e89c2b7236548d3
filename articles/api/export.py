"""The whole published base, one document on each line, in constant memory."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Max
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from articles.content.packing import packed_stream
from articles.content.surrogate_keys import EVERY_LIST
from articles.models.change import Change
from articles.models.published import PublishedQuerySet
from articles.models.raw_reads import published_stamp
from articles.publishing.describing import name_of
from articles.publishing.registry import all_kinds

from .caching import conditional, etag_of, public_headers
from .codings import coding_of
from .kinds import TYPE, types_of
from .live_rows import LiveRows, offered_rows
from .public import PublicView
from .reading import body_on
from .renderers import StoredJSONRenderer
from .schema import responses

CHUNK = 50


class NDJSONRenderer(StoredJSONRenderer):
    media_type = "application/x-ndjson"
    format = "ndjson"


class ExportView(PublicView):
    throttle_scope = "export"
    renderer_classes = [NDJSONRenderer, StoredJSONRenderer]

    def parameters(self) -> frozenset[str]:
        return frozenset({"type"})

    @extend_schema(
        operation_id="export",
        summary="Everything, one document on each line",
        description=(
            'Newline-delimited JSON of all published documents in all languages. `Link` with `rel="next"` is the '
            "place in the change feed to go on from, so that a copy can be kept current without another export."
        ),
        tags=["sync"],
        parameters=[
            TYPE,
            OpenApiParameter("Link", str, OpenApiParameter.HEADER, response=[200], description="Where to go on."),
        ],
        responses=responses(
            None, f"`application/x-ndjson`. Each line is one of {', '.join(name_of(kind) for kind in all_kinds())}."
        ),
    )
    def get(self, request: Request) -> Response | StreamingHttpResponse:
        # First the sequence, then the rows: what is published in between comes twice rather than never.
        sequence = Change.objects.aggregate(last=Max("sequence"))["last"] or 0
        stamp, offered = published_stamp(), offered_rows(self.now).filter(kind__in=types_of(request))
        rows, until = offered.live(self.now).order_by("pk"), LiveRows(offered, self.now).next_change()
        etag = etag_of(sequence, stamp, fingerprint(rows), timezone.localdate(self.now), *types_of(request))
        coding = coding_of(request)
        unchanged = conditional(request, b"", etag=etag, now=self.now, until=until, coding=coding)
        if unchanged.status_code == 304:
            return unchanged
        feed = request.build_absolute_uri(f"{reverse('changes')}?after={sequence}")
        headers = public_headers(etag=unchanged["ETag"], now=self.now, until=until, key=EVERY_LIST)
        headers["Link"] = f'<{feed}>; rel="next"'
        # How long it is, only sending it would tell. So HEAD streams too, and says no length rather than a wrong one.
        body = iter(()) if request.method == "HEAD" else lines(rows, self.now)
        if coding:
            headers["Content-Encoding"] = coding
            body = body if request.method == "HEAD" else packed_stream(body, coding)
        return StreamingHttpResponse(body, content_type=NDJSONRenderer.media_type, headers=headers)


def fingerprint(rows: PublishedQuerySet) -> str:
    """Changes whenever a row comes in or goes out by time alone, which the feed's sequence does not show.

    No keys of the database: they tell how many rows there are that nobody has published.
    """
    found = rows.order_by().aggregate(count=Count("pk"), latest=Max("live_from"))
    return f"{found['count']} {found['latest']}"


def lines(rows: PublishedQuerySet, now: dt.datetime) -> Iterator[bytes]:
    for row in rows.defer("summary").iterator(chunk_size=CHUNK):
        yield body_on(row, now) + b"\n"
