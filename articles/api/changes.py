"""The change feed: what was published, recomposed, withdrawn or moved, in commit order, without gaps."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from articles.models.change import Change
from articles.publishing.bytes import to_bytes
from articles.publishing.describing import INSTANT, list_of, object_of, ref
from articles.publishing.registry import kind_named

from .caching import conditional, etag_of
from .kinds import TYPE, types_of
from .public import PublicView
from .schema import responses

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000
# Short, as a withdrawal has to get through.
CACHE = "public, max-age=10"

TEXT_OR_NULL = {"type": ["string", "null"]}
CHANGE = object_of(
    {
        "sequence": {"type": "integer"},
        "event": ref("Event"),
        "id": {"type": "string", "format": "uuid"},
        "type": {"type": "string"},
        "slug": {"type": "string"},
        "lang": {"type": "string"},
        "version": {"type": ["integer", "null"]},
        "at": INSTANT,
        "url": {"type": "string", "format": "uri"},
        "reason": {"type": "string", "description": "Why, in an editor's words. May be empty."},
        "withdrawal_kind": {"anyOf": [ref("WithdrawalKind"), {"type": "null"}]},
        "redirect_to": {**TEXT_OR_NULL, "format": "uri", "description": "The address of what took its place."},
    }
)
PAGE = object_of(
    {
        "results": list_of(CHANGE),
        "next": {"type": "string", "format": "uri", "description": "Go on here, now or whenever you like."},
        "has_more": {"type": "boolean", "description": "Whether `next` has something already."},
    }
)


class ChangesView(PublicView):
    def parameters(self) -> frozenset[str]:
        return frozenset({"after", "limit", "type"})

    @extend_schema(
        operation_id="list_changes",
        summary="What changed since",
        description=(
            "Keep `next` and ask it again: nothing is missed and nothing comes twice. A `withdraw` says that the "
            "document must no longer be shown. `recompose` says that a part of the document was corrected."
        ),
        tags=["sync"],
        parameters=[
            OpenApiParameter("after", {"type": "integer", "minimum": 0}, default=0, description="A sequence number."),
            OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}, default=DEFAULT_LIMIT),
            TYPE,
        ],
        responses=responses(PAGE, "Changes in the order in which they happened."),
    )
    def get(self, request: Request) -> Response:
        after = whole_number(request, "after", default=0, low=0, high=2**63 - 1)
        limit = whole_number(request, "limit", default=DEFAULT_LIMIT, low=1, high=MAX_LIMIT)
        rows = Change.objects.filter(sequence__gt=after, kind__in=types_of(request)).order_by("sequence")
        found = list(rows.values(*COLUMNS)[: limit + 1])
        shown = [public_change(row, request) for row in found[:limit]]
        asked = request.query_params.copy()
        asked["after"] = str(shown[-1]["sequence"] if shown else after)
        following = f"{request.build_absolute_uri(request.path)}?{asked.urlencode()}"
        body = to_bytes({"results": shown, "next": following, "has_more": len(found) > limit})
        return conditional(request, body, etag=etag_of(body), now=self.now, cache=CACHE)


COLUMNS = (
    *("sequence", "event", "uuid", "kind", "slug", "locale", "version__number", "at"),
    *("reason", "withdrawal_kind", "redirect_to"),
)


def public_change(row: dict[str, Any], request: Request) -> dict[str, Any]:
    moved = address(row["kind"], row["redirect_to"], row["locale"], request) if row["redirect_to"] else None
    return {
        "sequence": row["sequence"],
        "event": row["event"],
        "id": str(row["uuid"]),
        "type": row["kind"],
        "slug": row["slug"],
        "lang": row["locale"],
        "version": row["version__number"],
        "at": row["at"].isoformat(timespec="seconds"),
        "url": address(row["kind"], row["slug"], row["locale"], request),
        "reason": row["reason"],
        "withdrawal_kind": row["withdrawal_kind"] or None,
        "redirect_to": moved,
    }


def address(kind: str, slug: str, locale: str, request: Request) -> str:
    path = reverse(f"{kind_named(kind).name}-detail", kwargs={"slug": slug})
    return request.build_absolute_uri(f"{path}?lang={locale}")


def whole_number(request: Request, name: str, *, default: int, low: int, high: int) -> int:
    asked = request.query_params.get(name, str(default))
    if not (asked.isascii() and asked.isdigit() and len(asked) < 20 and low <= int(asked) <= high):
        raise ValidationError({name: f"Use a whole number from {low} to {high}."})
    return int(asked)
