"""The public document as it would be if the working rows were published now: same freezing, same composing."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from articles.content.canonical import canonical_json, sha256_hex
from articles.models import Document, Published

from .batches import contributions_to
from .composing import Part, ReviewRecord, compose
from .freezing import Frozen, freeze
from .live import documents_named
from .status import statuses_of_frozen


@dataclass(frozen=True, slots=True)
class Preview:
    """``sha256`` is of the content alone, so that it says whether two people saw the same."""

    body: dict[str, Any]
    sha256: str


def preview_of(document: Document, *, at: dt.datetime) -> Preview:
    """With the working rows of every part too, as submitting takes along what has changed."""
    frozen = _closure(document)
    statuses = statuses_of_frozen({document.pk: frozen[document.pk]}, at=at)
    parts = {str(each.document.uuid): _part(each) for each in frozen.values()}
    live = statuses[document.pk].live
    body = compose(
        parts[str(document.uuid)],
        parts=parts,
        contributions=contributions_to([document.pk], at).get(document.pk, {}),
        review=ReviewRecord(None, None, []),
        first_published=_first_published(live, at),
    )
    content = {name: value for name, value in body.items() if name not in ("first_published", "version", "parts")}
    return Preview(
        {**body, "modified": at.isoformat(timespec="seconds"), "review_status": "preview"},
        sha256_hex(canonical_json(content)),
    )


def _closure(document: Document) -> dict[int, Frozen]:
    found: dict[int, Frozen] = {}
    waiting = [document]
    while waiting:
        frozen = freeze(waiting)
        found.update(frozen)
        wanted = {part for each in frozen.values() for part in each.part_ids}
        waiting = [part for part in documents_named(wanted).values() if part.pk not in found]
    return found


def _part(frozen: Frozen) -> Part:
    document = frozen.document
    return Part(str(document.uuid), document.kind, document.edit_number, frozen.payload)


def _first_published(live: Published | None, at: dt.datetime) -> str:
    return (live.first_published_at if live else at).isoformat(timespec="seconds")
