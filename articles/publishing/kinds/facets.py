"""What public lists can be filtered by."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..registry import Facet


def common_facets(body: Mapping[str, Any]) -> Iterable[Facet]:
    """Codes, in capitals however they were typed, and the first letter of the name. Every kind has these."""
    for code in body.get("codes", []):
        yield "code", f"{code['system']}:{code['code'].upper()}"
    name = body.get("title") or body.get("name") or body.get("question") or ""
    yield "letter", name[:1].casefold()


def facets_of(*fields: str) -> Any:
    """Facets from plain public fields, a yes or no as ``true`` or ``false``; null is none."""

    def facets(body: Mapping[str, Any]) -> Iterable[Facet]:
        yield from common_facets(body)
        for field in fields:
            value = body[field]
            if value is not None:
                yield field, str(value).lower() if isinstance(value, bool) else str(value)

    return facets
