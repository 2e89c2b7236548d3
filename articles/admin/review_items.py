"""The versions of a request, each beside what readers have of it, and the sources they rest on."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Published, Reference, Version
from articles.publishing import kind_named
from articles.publishing.registry import Consequence
from articles.services.comparing import as_lines, compare_all, consequences_of

from .page import live_entries
from .readable import rendered, texts_of
from .side_by_side import Shown, side_by_side


@dataclass(frozen=True, slots=True)
class Item:
    """One version in the request. ``lines`` compare it with what is live; a new document has ``texts`` instead."""

    version: Version
    kind: str
    live: Published | None
    lines: list[Shown]
    texts: list[Any]
    consequences: Sequence[Consequence]


@dataclass(frozen=True, slots=True)
class Source:
    """A reference as the request cites it. ``row`` is None if its entry has been taken out since."""

    cited: Mapping[str, Any]
    cited_by: Sequence[str]
    row: Reference | None


def items_of(versions: Sequence[Version], at: dt.datetime) -> list[Item]:
    live = live_entries([version.document_id for version in versions], at)
    changed = [version for version in versions if version.document_id in live]
    compared = compare_all((live[version.document_id].version, version) for version in changed)
    lines = {version.pk: side_by_side(as_lines(each)) for version, each in zip(changed, compared, strict=True)}
    return [
        Item(
            version,
            kind_named(version.document.kind).label,
            live.get(version.document_id),
            lines.get(version.pk, []),
            rendered(texts),
            consequences_of(_version_live(live, version), version),
        )
        for version, texts in zip(versions, texts_of(versions), strict=True)
    ]


def _version_live(live: Mapping[int, Published], version: Version) -> Version | None:
    return live[version.document_id].version if version.document_id in live else None


def sources_in(versions: Sequence[Version]) -> list[Source]:
    """Every reference that the request rests on, once, in the order it is first cited."""
    cited: dict[str, Mapping[str, Any]] = {}
    by: dict[str, dict[str, None]] = {}
    for version in versions:
        for reference in _references(json.loads(version.payload)):
            cited.setdefault(reference["slug"], reference)
            by.setdefault(reference["slug"], {})[version.document.title] = None
    rows = {row.slug: row for row in Reference.objects.filter(slug__in=cited)}
    return [Source(each, list(by[slug]), rows.get(slug)) for slug, each in cited.items()]


def _references(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key == "references" and isinstance(each, list):
                yield from (row for row in each if isinstance(row, Mapping) and "slug" in row)
            else:
                yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
