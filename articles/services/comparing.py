"""Two versions of one document, compared with each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.content.differences import Differences, RowDifference, differences
from articles.models import Document, Version
from articles.publishing import kind_named
from articles.publishing.freezing import payload_from
from articles.publishing.registry import Consequence


@dataclass(frozen=True, slots=True)
class Comparison:
    """``names`` are the titles of the documents that rows place, by uuid."""

    found: Differences
    names: Mapping[str, str]


def compare_versions(before: Version, after: Version) -> Comparison:
    """From the one to the other, whichever of the two is older. Raises ValueError for two documents."""
    if before.document_id != after.document_id:
        raise ValueError("These are versions of two different documents.")
    return with_names([_between(before, after)])[0]


def compare_all(pairs: Iterable[tuple[Version, Version]]) -> list[Comparison]:
    """Each pair, from the one to the other, at the cost of one query for all of them."""
    return with_names([_between(before, after) for before, after in pairs])


def _between(before: Version, after: Version) -> Differences:
    kind = kind_named(after.document.kind)
    return differences(payload_from(before, kind), payload_from(after, kind))


def consequences_of(before: Version | None, after: Version) -> Sequence[Consequence]:
    """What the later text would do beside its words, for kinds of document that do anything."""
    if before is None:
        return ()
    kind = kind_named(after.document.kind)
    return kind.consequences(payload_from(before, kind), payload_from(after, kind))


def with_names(found: Sequence[Differences]) -> list[Comparison]:
    keys = {row.key for each in found for row in all_rows(each)}
    uuids = [key for key in keys if len(key) == 36]
    titles = Document.objects.filter(uuid__in=uuids).values_list("uuid", "title") if uuids else []
    names = {str(uuid): title for uuid, title in titles}
    return [Comparison(each, names) for each in found]


def all_rows(found: Differences) -> Iterator[RowDifference]:
    for row in found.rows:
        yield row
        yield from all_rows(row.differences)


def as_lines(comparison: Comparison) -> list[dict[str, Any]]:
    """Each difference with a label that an editor understands, rows after the fields of their document."""
    return list(_lines(comparison.found, comparison.names, ""))


def _lines(found: Differences, names: Mapping[str, str], where: str) -> Iterator[dict[str, Any]]:
    for field in found.fields:
        yield {"label": _label(where, field.field), "words": field.words, "change": "", "note": ""}
    for row in found.rows:
        named = names.get(row.key) or row.title or row.key or f"number {row.place}"
        label = _label(where, f"{row.field}: {named}")
        if row.change != "changed":
            yield {"label": label, "words": [], "change": row.change.value, "note": _moved(row)}
        if row.change not in ("added", "removed") or row.key not in names:
            yield from _lines(row.differences, names, label)


def _label(where: str, name: str) -> str:
    words = name.replace("faqs", "FAQs").replace("_", " ")
    return f"{where}, {words}" if where else words[:1].upper() + words[1:]


def _moved(row: RowDifference) -> str:
    return f"from place {row.place_before} to place {row.place}" if row.change == "moved" else ""
