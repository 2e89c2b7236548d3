"""Lists and details of one kind of document, straight from the bytes that publishing stored."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import BinaryField, Exists, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django_filters import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from articles.content.surrogate_keys import document_key, list_key
from articles.models.published import Published, PublishedQuerySet
from articles.publishing.bytes import local_day, to_bytes
from articles.publishing.registry import DocumentKind, all_of_them

from .absent import SwitchedOff, answer_absent
from .caching import conditional, etag_of
from .codings import AS_IT_IS, coding_of
from .filters import filterset_of
from .languages import language_of
from .live_rows import LiveRows
from .projection import as_partial, fields_of, project
from .public import PublicView
from .reading import body_on, etag_on, last_modified_on, sent_on, summary_on
from .schema import describe_documents

WITHHELD = "The review of this page is overdue, so it is not shown until somebody has reviewed it again."


class DocumentViewSet(PublicView, GenericViewSet[Published]):
    kind: DocumentKind
    filterset_class: type[FilterSet]
    queryset = Published.objects.none()
    lookup_field = "slug"
    lookup_value_regex = "[^/]+"
    filter_backends = [DjangoFilterBackend]

    def parameters(self) -> frozenset[str]:
        if self.action == "list":
            return frozenset(self.filterset_class.base_filters) | {"page", "page_size", "fields", "expand"}
        return frozenset({"lang", "fields"})

    def list(self, request: Request) -> Response:
        names = fields_of(request, self.kind)
        shown = Published.objects.filter(kind=self.kind.name).not_withheld(self.now)
        rows = self.filter_queryset(self.kind.offered(shown))
        live = LiveRows(rows.defer("summary" if names else "body"), self.now)
        paginator: Any = self.paginator
        page = paginator.paginate_queryset(live, request, view=self)
        results = [project(body_on(row, self.now), names) if names else summary_on(row, self.now) for row in page]
        body = envelope(paginator, results)
        key = list_key(self.kind.name)
        answer = conditional(request, body, etag=etag_of(body), now=self.now, until=live.until, key=key)
        return as_partial(answer, request) if names else answer

    def retrieve(self, request: Request, slug: str) -> Response:
        names = fields_of(request, self.kind)
        if not names:
            return self.answer(request, slug)
        return as_partial(self.answer(request, slug, lambda body: project(body, names), *names), request)

    def answer(
        self, request: Request, slug: str, form: Callable[[bytes], bytes] | None = None, *variant: str
    ) -> Response:
        """The document at an address, in this form of its own whose ETag ``variant`` tells from others."""
        locale = language_of(request)
        coding = AS_IT_IS if form else coding_of(request)
        row: Any = rows_at(self.kind, locale, slug, self.now, coding).defer("body", "summary").first()
        if row is None:
            return answer_absent(request, self.kind, slug, locale, self.now)
        if row.is_withheld:
            raise SwitchedOff(WITHHELD)
        if not row.is_offered:
            raise SwitchedOff
        return conditional(
            request,
            form(sent_on(row, self.now)) if form else sent_on(row, self.now),
            etag=etag_on(row, self.now, *variant),
            now=self.now,
            until=row.live_until,
            last_modified=last_modified_on(row, self.now),
            key=document_key(row.uuid),
            coding=None if form else row.coding,
        )


def rows_at(kind: DocumentKind, locale: str, slug: str, now: dt.datetime, coding: str) -> PublishedQuerySet:
    """What is live at an address, the newest first, each row with ``is_withheld`` and ``is_offered``.

    ``sent`` is its body packed in this coding, where that was stored and tells the status of today; else as it is.
    """
    rows = Published.objects.live(now).filter(kind=kind.name, locale=locale, slug=slug).tell_withheld(now)
    offered: Any = Value(True)
    if kind.offered is not all_of_them:
        offered = Exists(kind.offered(Published.objects.filter(pk=OuterRef("pk"))))
    same_status = Q(next_review=None) | Q(next_review__gte=local_day(now))
    chosen: dict[str, Any] = {
        "form": FilteredRelation("packed", condition=same_status & Q(packed__coding=coding)),
        "sent": Coalesce("form__body", "body", output_field=BinaryField()),
        "coding": Coalesce("form__coding", Value(AS_IT_IS)),
    }
    return rows.annotate(is_offered=offered, **chosen).order_by("-live_from")


def envelope(paginator: Any, results: Iterable[bytes]) -> bytes:
    page = {
        "count": paginator.page.paginator.count,
        "next": paginator.get_next_link(),
        "previous": paginator.get_previous_link(),
    }
    return to_bytes(page)[:-1] + b',"results":[' + b",".join(results) + b"]}"


def viewset_of(kind: DocumentKind, base: type[DocumentViewSet] = DocumentViewSet) -> type[DocumentViewSet]:
    attributes = {"kind": kind, "filterset_class": filterset_of(kind)}
    made = type(f"{kind.model.__name__}ViewSet", (base,), attributes)
    return describe_documents(made, kind)
