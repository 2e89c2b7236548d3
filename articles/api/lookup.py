"""From the codes of a patient record to what there is to read."""

import datetime as dt
from collections.abc import Sequence

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from articles.content.vocabulary import CodeSystem
from articles.models.published import PublishedFacet
from articles.publishing.bytes import to_bytes
from articles.publishing.describing import list_of, name_of, object_of, ref
from articles.publishing.registry import all_kinds

from .caching import conditional, etag_of
from .kinds import TYPE, types_of
from .languages import LANG, language_of
from .live_rows import LiveRows, offered_rows
from .public import PublicView
from .reading import summary_on
from .schema import responses

MAX_CODES = 50
Code = tuple[str, str]

RESULTS = object_of(
    {
        "results": list_of(
            object_of(
                {
                    "system": ref("CodeSystem"),
                    "code": {"type": "string"},
                    "documents": list_of({"anyOf": [ref(f"{name_of(kind)}Summary") for kind in all_kinds()]}),
                }
            )
        )
    }
)


class LookupView(PublicView):
    throttle_scope = "search"

    def parameters(self) -> frozenset[str]:
        return frozenset({"system", "code", "type", "lang"})

    @extend_schema(
        operation_id="lookup_codes",
        summary="Find by clinical code",
        description="One result for each code, in the order asked; a code that nothing is about has no documents.",
        tags=["search"],
        parameters=[
            OpenApiParameter("system", ref("CodeSystem"), description="Of the codes that do not name theirs."),
            OpenApiParameter(
                "code",
                {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MAX_CODES},
                required=True,
                style="form",
                explode=False,
                description="`R25.3`, or with its system `icd-10:R25.3`. Case does not matter.",
            ),
            TYPE,
            LANG,
        ],
        responses=responses(RESULTS, "What is about each code."),
    )
    def get(self, request: Request) -> Response:
        codes, locale = codes_of(request), language_of(request)
        found, until = summaries(codes, types_of(request), locale, self.now)
        results = [
            to_bytes({"system": system, "code": code})[:-1]
            + b',"documents":['
            + b",".join(found.get((system, code), []))
            + b"]}"
            for system, code in codes
        ]
        body = b'{"results":[' + b",".join(results) + b"]}"
        return conditional(request, body, etag=etag_of(body), now=self.now, until=until)


def summaries(
    codes: Sequence[Code], kinds: Sequence[str], locale: str, now: dt.datetime
) -> tuple[dict[Code, list[bytes]], dt.datetime | None]:
    """With the moment at which they change by the clock alone."""
    values = {f"{system}:{code}": (system, code) for system, code in codes}
    rows = offered_rows(now).filter(kind__in=kinds, locale=locale)
    facets = PublishedFacet.objects.filter(name="code", value__in=list(values))
    until = LiveRows(rows.filter(pk__in=facets.values("published")), now).next_change()
    live = facets.filter(published__in=rows.live(now)).select_related("published").defer("published__body")
    found: dict[Code, list[bytes]] = {}
    for facet in live.order_by(*ORDER):
        found.setdefault(values[facet.value], []).append(summary_on(facet.published, now))
    return found, until


ORDER = ("published__kind", "published__title", "published__pk")


def codes_of(request: Request) -> list[Code]:
    """In capitals, in the order asked. Raises ValidationError."""
    default = request.query_params.get("system", "")
    if default and default not in set(CodeSystem):
        raise ValidationError({"system": f"Use one of: {', '.join(CodeSystem)}."})
    words = [word.strip() for word in request.query_params.get("code", "").split(",") if word.strip()]
    if not 1 <= len(words) <= MAX_CODES:
        raise ValidationError({"code": f"Give 1 to {MAX_CODES} codes, with commas between them."})
    return list(dict.fromkeys(_code(word, default) for word in words))


def _code(word: str, default: str) -> Code:
    system, colon, code = word.rpartition(":")
    system = system if colon else default
    if system not in set(CodeSystem) or not code:
        known = ", ".join(CodeSystem)
        raise ValidationError({"code": f"Write “{word[:60]}” as system:code, or give `system`. Systems: {known}."})
    return system, code.upper()
