"""What follows the question mark of every public list, document, search and look-up, up to the SQL of the question."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django_filters.utils import translate_validation
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from articles.api.articles import aspects_of
from articles.api.changes import whole_number
from articles.api.codings import coding_in
from articles.api.filters import filterset_of
from articles.api.kinds import types_of
from articles.api.languages import language_of
from articles.api.lookup import codes_of
from articles.api.parameters import refuse_unknown
from articles.api.projection import fields_of
from articles.api.search import query_text
from articles.models import Published
from articles.publishing.registry import all_kinds
from articles.search.query import query_of, telling_words
from articles.search.snippets import marked, snippet
from healthkb.api.pagination import Pages

FILTERS = [(kind, filterset_of(kind)) for kind in all_kinds()]
OTHERS = {"page", "page_size", "fields", "expand", "q", "code", "system", "type", "after", "aspect"}
TEXT = "A muscle that twitches for a moment is seldom a sign of anything."
VOCABULARY = ("muscle", "twitches", "seldom", "sign")
SEEDS = [
    b"slug=cramp,rest&lang=en&ordering=-modified,title&letter=c&id=1b4e28ba-2fa1-11d2-883f-0016d3cca427",
    b"modified_after=2026-01-31T09:00:00%2B01:00&modified_before=2026-02-01&reviewed_after=2026-01-31",
    b"code=icd-10:R25.3,G1&system=icd-10&type=cause,article&lang=vi",
    b"q=muscle+twiches+at+night&topic=legs&urgency=emergency,soon&aspect=overview",
    b"urgency=%25s&ordering=%25(a)d&id=%25&letter=%25%25&kind=%2525",
    b"fields=title,summary&expand=sections&page=2&page_size=100&after=18446744073709551616",
    b"frequency=common&serious=true&kind=self_care&evidence=weak&q=%00%ff%ed%a0%80",
]


def take(data: bytes) -> None:
    try:
        query = QueryDict(data)
    except SuspiciousOperation:
        return
    plain = HttpRequest()
    plain.GET = query
    request = Request(plain)
    for kind, filterset in FILTERS:
        for read in (
            lambda: refuse_unknown(query, OTHERS | set(filterset.base_filters)),  # noqa: B023  asked at once
            lambda: fields_of(request, kind),  # noqa: B023
            lambda: filtered(filterset(query, queryset=Published.objects.all(), request=request)),  # noqa: B023
        ):
            refusing(read)
    for others in (
        lambda: (language_of(request), types_of(request), codes_of(request)),
        lambda: aspects_of(request),
        lambda: whole_number(request, "after", default=0, low=0, high=2**63 - 1),
        lambda: Pages().get_page_size(request),
        lambda: search(query_text(request)),
    ):
        refusing(others)
    coding_in(data[:200].decode("latin-1"))


def refusing(read: Any) -> None:
    with suppress(APIException):
        read()


def filtered(filterset: Any) -> None:
    """As ``DjangoFilterBackend`` does it. Topics alone need a table."""
    filterset.filters.pop("topic", None)
    if not filterset.is_valid():
        raise translate_validation(filterset.errors)
    try:
        sql, _ = filterset.qs.query.sql_with_params()
    except EmptyResultSet:
        return
    assert sql.startswith("SELECT")


def search(text: str) -> None:
    for locale in ("en", "vi"):
        query = query_of(telling_words(text), locale, VOCABULARY)
        assert marked(TEXT, query, locale)
        assert snippet(TEXT, query, locale)
