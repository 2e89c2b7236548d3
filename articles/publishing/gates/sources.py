"""The references of a subject, as gates look at them."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from .subject import Subject

_ROW = re.compile(r"(sections|scenarios)\[(\d+)\]")


def sources_of(subject: Subject, field: str) -> list[dict[str, Any]]:
    """Those that support this text: its own row's, or else the whole document's."""
    row = _ROW.match(field)
    holder = subject.payload[row[1]][int(row[2])] if row else subject.payload
    found: list[dict[str, Any]] = holder.get("references") or []
    return found


def all_sources(subject: Subject) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each one once, with the field it is first named in."""
    seen: set[str] = set()
    for field, references in source_lists(subject):
        for reference in references:
            if reference["slug"] not in seen:
                seen.add(reference["slug"])
                yield field, reference


def oldest_check(subject: Subject) -> dt.date | None:
    """The day on which the reference that nobody has read for longest was read."""
    checked = subject.background.last_checked
    days = [day for _, source in all_sources(subject) if (day := checked.get(source["slug"]))]
    return min(days, default=None)


def source_lists(subject: Subject) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "references", subject.payload.get("references") or []
    for name in ("sections", "scenarios"):
        for index, row in enumerate(subject.payload.get(name) or []):
            yield f"{name}[{index}].references", row["references"]
