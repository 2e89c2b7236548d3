"""Finding by readers' own words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import router
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from articles.content.vocabulary import HealthAspect, Urgency
from articles.models.compiled import Compiled, asked
from articles.models.published import Published
from articles.publishing.bytes import to_bytes, with_field
from articles.publishing.describing import TEXT, components, list_of, name_of, object_of, ref
from articles.publishing.registry import all_kinds
from articles.search import FACETS, MOST_HITS, Among, Choice, Found, Row, facets_of, find, marked, named, snippet
from articles.search.query import LONGEST_QUERY

from .caching import CacheableResponse, conditional, etag_of
from .keeping import Made, kept
from .kinds import TYPE, types_of
from .languages import LANG, language_of
from .live_rows import offered_rows
from .public import PublicView
from .reading import summary_on
from .schema import URL_OR_NULL, responses
from .topics import with_descendants

MARKED = "Escaped text with `<mark>` around the words that were looked for, and no other element: safe to show as HTML."
QUERY = OpenApiParameter(
    "q",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY},
    required=True,
    description="Readers' own words, everyday or clinical, misspelt or not yet finished. Nothing in it is syntax.",
)


def comma_list(name: str, items: dict[str, Any], about: str) -> OpenApiParameter:
    schema = {"type": "array", "items": items}
    return OpenApiParameter(name, schema, style="form", explode=False, description=about)


def hit_schema(kind_name: str, shapes: dict[str, Any]) -> dict[str, Any]:
    more = {"marked_title": {**TEXT, "description": MARKED}, "snippet": {**TEXT, "description": MARKED}}
    return {"title": f"{kind_name}Hit", **object_of({**shapes[f"{kind_name}Summary"]["properties"], **more})}


def choices_schema(about: str) -> dict[str, Any]:
    return {**list_of(object_of({"value": TEXT, "label": TEXT, "count": {"type": "integer"}})), "description": about}


def described() -> dict[str, Any]:
    shapes = components()
    return object_of(
        {
            "count": {"type": "integer", "description": f"At most {MOST_HITS}: the best ones."},
            "next": URL_OR_NULL,
            "previous": URL_OR_NULL,
            "corrected": {"type": ["string", "null"], "description": "The words looked for, where one was misspelt."},
            "facets": object_of({name: choices_schema(f"What choosing this {name} would leave.") for name in FACETS}),
            "results": list_of({"anyOf": [hit_schema(name_of(kind), shapes) for kind in all_kinds()]}),
        }
    )


class SearchView(PublicView):
    throttle_scope = "search"

    def parameters(self) -> frozenset[str]:
        return frozenset({"q", *FACETS, "lang", "page", "page_size"})

    @extend_schema(
        operation_id="search",
        summary="Search",
        description=(
            "All that is published, best first: words of a title or a synonym count for more than those of the text. "
            "Several values of one filter are joined by “or”, several filters by “and”."
        ),
        tags=["search"],
        parameters=[
            QUERY,
            TYPE,
            comma_list("topic", {"type": "string"}, "In this topic, or one inside of it."),
            comma_list("urgency", ref("Urgency"), "With a red flag of this urgency."),
            comma_list("aspect", ref("HealthAspect"), "Articles with a section about this."),
            LANG,
            OpenApiParameter("page", {"type": "integer", "minimum": 1}, default=1),
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 100}, default=20),
        ],
        responses=responses(described(), "One page of what was found, with counts to narrow it down.", 404),
    )
    def get(self, request: Request) -> CacheableResponse:
        return kept(request, self.now, lambda: self._found(request))

    def _found(self, request: Request) -> Made:
        locale, text = language_of(request), query_text(request)
        found = find(text, among=OFFERED, locale=locale, now=self.now)
        facets = facets_of(found.hits, self._chosen(request), locale=locale, now=self.now)
        pagination: Any = api_settings.DEFAULT_PAGINATION_CLASS
        paginator = pagination()
        page = paginator.paginate_queryset(facets.hits, request, view=self)
        results, corrected = self._results(page, found, locale)
        head = {
            "count": paginator.page.paginator.count,
            "next": paginator.get_next_link(),
            "previous": paginator.get_previous_link(),
            "corrected": corrected,
            "facets": {name: [public_choice(each) for each in of] for name, of in facets.choices.items()},
        }
        body = to_bytes(head)[:-1] + b',"results":[' + b",".join(results) + b"]}"
        return body, etag_of(body), found.until

    def _chosen(self, request: Request) -> dict[str, Any]:
        asked = request.query_params
        return {
            "type": types_of(request) if "type" in asked else (),
            "topic": with_descendants(values_of(request, "topic"), self.now) if "topic" in asked else (),
            "urgency": known_values_of(request, "urgency", Urgency),
            "aspect": known_values_of(request, "aspect", HealthAspect),
        }

    def _results(self, page: Sequence[Row], found: Found, locale: str) -> tuple[list[bytes], str | None]:
        """In one query. A correction is told only where a page that readers have holds it."""
        rows = shown_by_key([hit.pk for hit in page], self.now)
        results = []
        for row in (rows[hit.pk] for hit in page if hit.pk in rows):  # others were withdrawn a moment ago
            with_title = with_field(summary_on(row, self.now), "marked_title", marked(row.title, found.query, locale))
            results.append(with_field(with_title, "snippet", snippet(row.text, found.query, locale)))
        return results, (found.query.corrected or None) if results else None


class Shown(NamedTuple):
    pk: int
    title: str
    summary: Any
    review_status: str
    next_review: dt.date | None
    text: str


SHOWN = Compiled(
    lambda now: Published.objects.filter(pk__among=asked("keys")).values_list(*Shown._fields[:-1], "search_text__text")
)


def shown_by_key(keys: Sequence[int], now: dt.datetime) -> dict[int, Shown]:
    rows = SHOWN.rows(router.db_for_read(Published), now, keys=list(keys))
    return {row[0]: Shown(*row) for row in rows}


class SuggestView(PublicView):
    throttle_scope = "search"
    MOST = 10

    def parameters(self) -> frozenset[str]:
        return frozenset({"q", "type", "lang"})

    @extend_schema(
        operation_id="suggest",
        summary="Suggest titles",
        description="As someone types: titles that have these words, or a synonym that has, the last one unfinished.",
        tags=["search"],
        parameters=[QUERY, TYPE, LANG],
        responses=responses(
            object_of(
                {
                    "results": list_of(
                        object_of(
                            {
                                "id": {"type": "string", "format": "uuid"},
                                **dict.fromkeys(("type", "slug", "lang", "title"), TEXT),
                                "marked_title": {**TEXT, "description": MARKED},
                            }
                        )
                    )
                }
            ),
            f"At most {MOST}, best first.",
        ),
    )
    def get(self, request: Request) -> Response:
        locale, kinds = language_of(request), set(types_of(request))
        found = find(query_text(request), among=OFFERED, locale=locale, now=self.now, names_only=True)
        rows = [row for row in found.hits if row.kind in kinds][: self.MOST]
        results = [
            {
                "id": str(hit.uuid),
                "type": hit.kind,
                "slug": hit.slug,
                "lang": locale,
                "title": hit.title,
                "marked_title": marked(hit.title, found.query, locale),
            }
            for hit in named(rows, self.now)
        ]
        body = to_bytes({"results": results})
        return conditional(request, body, etag=etag_of(body), now=self.now, until=found.until)


OFFERED = Among(offered_rows)


def query_text(request: Request) -> str:
    text = request.query_params.get("q", "")
    if not text:
        raise ValidationError({"q": "Say what to look for."})
    if len(text) > LONGEST_QUERY:
        raise ValidationError({"q": f"At most {LONGEST_QUERY} characters."})
    return text


def values_of(request: Request, name: str) -> list[str]:
    return [word.strip() for word in request.query_params.get(name, "").split(",") if word.strip()]


def known_values_of(request: Request, name: str, known: Iterable[str]) -> list[str]:
    asked, words = values_of(request, name), list(known)
    if unknown := [word for word in asked if word not in words]:
        raise ValidationError({name: f"There is no {name} {', '.join(unknown)}. Use: {', '.join(words)}."})
    return asked


def public_choice(choice: Choice) -> dict[str, Any]:
    return {"value": choice.value, "label": choice.label, "count": choice.count}
