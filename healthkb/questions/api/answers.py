"""Published answers of experts. They are FAQ documents, so the change feed, the export and search have them too."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from articles.api.caching import conditional, etag_of
from articles.api.documents import DocumentViewSet, envelope
from articles.api.languages import language_of
from articles.api.live_rows import LiveRows
from articles.api.parameters import refuse_unknown
from articles.api.public import PublicView
from articles.api.reading import summary_on
from articles.api.search import query_text
from articles.models import Published, PublishedFacet
from articles.publishing import kind_named
from articles.search import Among, Row, find

from .asking import AskingView, ask
from .describing import describe_answer, describe_answers, describe_ask

PARAMETERS = frozenset({"q", "lang", "expert", "page", "page_size"})


def answers(locale: str, now: Any, *, expert: str = "") -> QuerySet[Published]:
    by_expert = PublishedFacet.objects.filter(published=OuterRef("pk"), name="expert")
    if expert:
        by_expert = by_expert.filter(value=expert)
    rows: QuerySet[Published] = Published.objects.not_withheld(now).filter(Exists(by_expert), kind="faq", locale=locale)
    return rows


class QuestionsView(AskingView):
    """Published answers, and the place to ask."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.throttle_scope = "questions" if request.method == "POST" else "read"
        super().initial(request, *args, **kwargs)

    def parameters(self) -> frozenset[str]:
        return PARAMETERS

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The list is the same for everybody, so it may be kept like every other one."""
        if request.method in ("GET", "HEAD"):
            return PublicView.finalize_response(self, request, response, *args, **kwargs)
        return super().finalize_response(request, response, *args, **kwargs)

    @describe_answers
    def get(self, request: Request) -> Response:
        locale = language_of(request)
        rows = answers(locale, self.now, expert=request.query_params.get("expert", ""))
        pagination: Any = api_settings.DEFAULT_PAGINATION_CLASS
        paginator = pagination()
        if "q" in request.query_params:
            found = find(query_text(request), among=Among(lambda now: rows), locale=locale, now=self.now)
            page, until = _rows_of(paginator.paginate_queryset(found.hits, request, view=self)), found.until
        else:
            live = LiveRows(rows.defer("body").order_by("-first_published_at", "pk"), self.now)
            page = list(paginator.paginate_queryset(live, request, view=self))
            until = live.until
        body = envelope(paginator, [summary_on(row, self.now) for row in page])
        return conditional(request, body, etag=etag_of(body), now=self.now, until=until)

    @describe_ask
    def post(self, request: Request) -> Response:
        refuse_unknown(request.query_params, frozenset())
        return ask(self, request)


def _rows_of(hits: Sequence[Row]) -> list[Published]:
    by_pk = {row.pk: row for row in Published.objects.filter(pk__in=[hit.pk for hit in hits]).defer("body")}
    return [by_pk[hit.pk] for hit in hits if hit.pk in by_pk]  # others were withdrawn a moment ago


class AnswerView(DocumentViewSet):
    """One answer: the FAQ document, whole. What was withdrawn or has moved says so, as under ``faqs/``."""

    kind = kind_named("faq")

    def parameters(self) -> frozenset[str]:
        return frozenset({"lang", "fields"})

    @describe_answer
    def retrieve(self, request: Request, slug: str) -> Response:
        locale = language_of(request)
        at_address = Published.objects.live(self.now).filter(kind="faq", slug=slug, locale=locale)
        if at_address.exists() and not answers(locale, self.now).filter(slug=slug).exists():
            raise NotFound("This FAQ is not an expert's answer to a reader. It is under faqs/.")
        return super().retrieve(request, slug)
