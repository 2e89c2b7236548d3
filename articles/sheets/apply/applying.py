"""Writing changes to the working rows, many at a time, after checking that nothing moved since they were planned."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from articles.models import Document
from articles.models.people import Person
from articles.models.topic import hold_topics
from articles.publishing.transaction import be_patient
from articles.services.record_edits import KeptEdits, edits_of, record_edits, record_first_edits, restore_edits
from articles.sheets.columns import CHUNK, Row, Sheet, sheet_titled
from articles.sheets.plan import Action, Change
from articles.sheets.plan.removal import refusals

from .keys import Stale
from .rows import RowWriter


class CannotApply(Exception):
    """The database refused the rows."""


@dataclass
class Applied:
    """How many rows of each sheet were written, the documents they belong to, and the edits of those that went."""

    rows: Counter[str] = field(default_factory=Counter)
    documents: set[int] = field(default_factory=set)
    gone: KeptEdits = field(default_factory=dict)


def apply_changes(*, changes: Iterable[Change], by: Person, at: dt.datetime, edits: KeptEdits | None = None) -> Applied:
    """All of them or none. ``edits`` are those of documents that come back.

    Raises Stale if a row is no longer what the plan saw, or CannotApply.
    """
    applied = Applied()
    try:
        with transaction.atomic():
            be_patient()
            created: set[int] = set()
            removed: set[int] = set()
            for (title, _), group in groupby(changes, key=_phase):
                writer = RowWriter(sheet_titled(title), by, at)
                for chunk in _chunks(group):
                    applied.rows[title] += len(chunk)
                    applied.documents |= _apply_chunk(writer, chunk, created, removed, applied.gone)
                writer.finish()
            applied.documents -= removed
            record_edits(documents=applied.documents - created, by=by, at=at)
            if edits:
                restore_edits(documents=created - removed, kept=edits)
            record_first_edits(documents=created - removed)
    except ValidationError as problem:
        raise CannotApply(f"{problem.messages[0]} Nothing was written.") from problem
    except IntegrityError as problem:
        raise CannotApply(
            "The database refused these rows, because someone else saved at the same moment or a rule between cells "
            "is broken. Nothing was written. Look at the preview again."
        ) from problem
    return applied


def _chunks(changes: Iterator[Change]) -> Iterator[list[Change]]:
    while chunk := list(islice(changes, CHUNK)):
        yield chunk


def _phase(change: Change) -> tuple[str, bool]:
    return change.sheet, change.action == Action.REMOVE


def _apply_chunk(
    writer: RowWriter, chunk: list[Change], created: set[int], removed: set[int], edits_gone: KeptEdits
) -> set[int]:
    """The documents that the rows belong to. Those that came or went with the rows are added to the two sets."""
    sheet = writer.sheet
    if sheet.tree:
        hold_topics()
    current = _locked_rows(sheet, chunk)
    for change in chunk:
        _check(sheet, change, current.get(change.key))
    existing = [(change, current[change.key]) for change in chunk if change.action != Action.CREATE]
    owners = {row.owner for _, row in existing if row.owner is not None}
    if new := [change for change in chunk if change.action == Action.CREATE]:
        made = writer.create(new)
        owners |= made
        if sheet.is_document:
            created |= made
    if changed := [(change, row) for change, row in existing if change.action == Action.UPDATE]:
        writer.update(changed)
    if gone := [(change, row) for change, row in existing if change.action == Action.REMOVE]:
        if sheet.is_document:
            removed |= {row.pk for _, row in gone}
            edits_gone |= edits_of(documents=[row.pk for _, row in gone])
        _remove(writer, gone)
    return owners


def _remove(writer: RowWriter, rows: list[tuple[Change, Row]]) -> None:
    problem = next(refusals(writer.sheet, [row.pk for _, row in rows]), None)
    if problem:
        raise CannotApply(f"{writer.sheet.title}, {', '.join(rows[0][0].key)}: {problem}")
    writer.remove([row.pk for _, row in rows])


def _locked_rows(sheet: Sheet, chunk: list[Change]) -> dict[tuple[str, ...], Row]:
    place = sheet.key_columns.index(sheet.slug_column)
    slugs = {change.key[place] for change in chunk}
    if connection.features.has_select_for_update:
        model = Document if sheet.is_document or sheet.owner else sheet.model
        list(model._base_manager.filter(slug__among=slugs).order_by("pk").select_for_update().values_list("pk"))
    return {row.key: row for row in sheet.rows(slugs)}


def _check(sheet: Sheet, change: Change, row: Row | None) -> None:
    if (row is None) != (change.action == Action.CREATE):
        what = "was added" if row else "was taken away"
        raise Stale(
            f"{sheet.title}, {', '.join(change.key)}: this row {what} in the meantime. Look at the preview again."
        )
    if row is None:
        return
    for heading, text in change.before.items():
        if row.texts[sheet.headings.index(heading)] != text:
            raise Stale(
                f"{sheet.title}, {', '.join(change.key)}: someone changed “{heading}” in the meantime. "
                "Look at the preview again."
            )
