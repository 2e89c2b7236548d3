"""``?type=``: only some kinds of document."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from articles.publishing.registry import all_kinds

KIND_NAMES = tuple(kind.name for kind in all_kinds())

TYPE = OpenApiParameter(
    "type",
    {"type": "array", "items": {"type": "string", "enum": list(KIND_NAMES)}},
    style="form",
    explode=False,
    description="Only these kinds of document.",
)


def types_of(request: Request) -> list[str]:
    """All of them where none is asked for. Raises ValidationError with the known ones."""
    asked = request.query_params.get("type")
    names = [name.strip() for name in asked.split(",")] if asked else list(KIND_NAMES)
    if unknown := [name for name in names if name not in KIND_NAMES]:
        raise ValidationError({"type": f"There is no type {', '.join(unknown)}. Use: {', '.join(KIND_NAMES)}."})
    return names
