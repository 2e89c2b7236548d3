"""Saving a batch, and taking it back. Each is one transaction, and each can be asked for twice without harm."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from articles.content.vocabulary import AuditAction
from articles.models import UNSAVED_IMPORTS, ImportBatch, ImportState
from articles.models.people import Person
from articles.publishing import audit
from articles.sheets.apply import Applied, CannotApply, Stale, apply_changes
from articles.sheets.columns import sheet_titled
from articles.sheets.plan import Action, may_import

from .pages import all_changes, changes_to_take_back
from .problems import ImportRefused
from .progress import Watch, watched

_ACTIONS = {"new": Action.CREATE, "changed": Action.UPDATE, "conflicts": Action.UPDATE, "removed": Action.REMOVE}


def confirm(
    *,
    batch: ImportBatch,
    by: Person,
    at: dt.datetime,
    on_conflict: str = "",
    note: str = "",
    watch: Watch = lambda seen, total: None,
) -> Applied:
    """Write the preview to the working rows, exactly as it was shown.

    A batch that was saved already is left as it is. Raises ImportRefused if it is not ready, if conflicts are not
    decided, if the account may not, or if someone changed one of the cells since the preview.
    """
    try:
        with transaction.atomic():
            locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if locked.state == ImportState.APPLIED:
                return Applied()
            _check(locked, by, on_conflict)
            locked.on_conflict, locked.note = on_conflict, note or locked.note
            applied = apply_changes(changes=watched(all_changes(locked), locked, watch), by=by, at=at)
            locked.state, locked.applied_by, locked.applied_at = ImportState.APPLIED, by, at
            locked.message, locked.edits_gone = "", applied.gone
            locked.save()
            locked.pieces.all().delete()
            details = {"file": locked.name, "sha256": locked.sha256, "counts": locked.counts}
            audit(action=AuditAction.IMPORTED, by=by, at=at, subject=locked, details=details)
    except (Stale, CannotApply) as problem:
        raise ImportRefused(str(problem)) from problem
    batch.refresh_from_db()
    return applied


def conflict_count(batch: ImportBatch) -> int:
    return sum(counts["conflicts"] for counts in batch.counts.values())


def _check(batch: ImportBatch, by: Person, on_conflict: str) -> None:
    if batch.state not in (ImportState.READY, ImportState.CONFIRMED):
        raise ImportRefused(f"This import cannot be saved: {batch.get_state_display().lower()}.")
    if conflict_count(batch) and on_conflict not in ("keep", "overwrite"):
        raise ImportRefused("Some cells were changed by someone else too. Say for those what is to be kept.")
    _check_rights(batch, by)


def _check_rights(batch: ImportBatch, by: Person) -> None:
    for title, action in _done(batch):
        if not may_import(by, sheet_titled(title), action):
            raise ImportRefused(f"Your account may not import {title}. Ask an administrator for the right role.")


def _done(batch: ImportBatch) -> Iterator[tuple[str, Action]]:
    for title, counts in batch.counts.items():
        for name, action in _ACTIONS.items():
            if counts[name]:
                yield title, action


def undo(*, batch: ImportBatch, by: Person, at: dt.datetime, watch: Watch = lambda seen, total: None) -> Applied:
    """Put every cell back as it was before the batch. All of it or nothing.

    Raises ImportRefused if one of its cells was changed since, or a page it added was submitted.
    """
    try:
        with transaction.atomic():
            locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if locked.state == ImportState.UNDONE:
                return Applied()
            if locked.state not in (ImportState.APPLIED, ImportState.UNDOING):
                raise ImportRefused("Only an import that was saved can be taken back.")
            _check_rights(locked, by)
            changes = watched(changes_to_take_back(locked), locked, watch)
            applied = apply_changes(changes=changes, by=by, at=at, edits=locked.edits_gone)
            locked.state, locked.undone_by, locked.undone_at = ImportState.UNDONE, by, at
            locked.message = ""
            locked.save()
            details = {"file": locked.name, "sha256": locked.sha256}
            audit(action=AuditAction.IMPORT_UNDONE, by=by, at=at, subject=locked, details=details)
    except (Stale, CannotApply) as problem:
        text = str(problem).replace(" Look at the preview again.", "")
        raise ImportRefused(f"The import cannot be taken back as a whole. {text}") from problem
    batch.refresh_from_db()
    return applied


def cancel(*, batch: ImportBatch) -> None:
    """Forget a batch that was not saved. One that was is left as it is."""
    found = ImportBatch.objects.filter(pk=batch.pk, state__in=UNSAVED_IMPORTS)
    with transaction.atomic():
        if not found.update(state=ImportState.CANCELLED):
            raise ImportRefused("This import was saved already. Take it back instead.")
        batch.pages.all().delete()
        batch.pieces.all().delete()
    batch.refresh_from_db()
