"""Large imports, done by the worker. Being killed at any moment loses nothing: a step is either done or still due."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from articles.content.vocabulary import ChangeKind
from articles.models import ImportBatch, ImportState
from articles.publishing import Refused

from .confirming import confirm, undo
from .problems import ImportRefused, in_words
from .progress import note_saved
from .submitting import submit_batch
from .uploading import preview

Stay = Callable[[], None]


def ask_to_confirm(*, batch: ImportBatch, by_id: int, on_conflict: str = "", note: str = "") -> None:
    """Leave the saving of a large batch to the worker."""
    found = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.READY)
    if not found.update(
        state=ImportState.CONFIRMED, confirmed_by=by_id, on_conflict=on_conflict, note=note or batch.note
    ):
        raise ImportRefused("This import is not ready to be saved.")
    batch.refresh_from_db()


def ask_to_undo(*, batch: ImportBatch, by_id: int) -> None:
    """Leave the taking back of a large batch to the worker."""
    found = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.APPLIED)
    if not found.update(state=ImportState.UNDOING, confirmed_by=by_id, message=""):
        raise ImportRefused("Only an import that was saved can be taken back.")
    note_saved(batch, 0, 0)
    batch.refresh_from_db()


def ask_to_submit(*, batch: ImportBatch, by_id: int, change_kind: ChangeKind, change_note: str) -> None:
    """Leave the submitting of a large batch to the worker."""
    found = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.APPLIED)
    wanted = {"change_kind": change_kind, "change_note": change_note}
    if not found.update(state=ImportState.SUBMITTING, confirmed_by=by_id, submit_as=wanted, message=""):
        raise ImportRefused("Only an import that was saved can be submitted for review.")
    batch.refresh_from_db()


def work_on_imports(*, now: Callable[[], dt.datetime], stay: Stay = lambda: None) -> int:
    """Take the next step of every batch that waits for one. Returns how many steps were taken.

    ``stay`` is called again and again while it works, to say that it is still there. A batch whose step fails keeps
    none of the others waiting; what went wrong is raised once they are done.
    """
    steps, wrong = 0, list[Exception]()
    for state, step in _STEPS.items():
        for batch in ImportBatch.objects.filter(state=state).order_by("uploaded_at"):
            stay()
            try:
                step(batch, now(), stay)
            except Exception as problem:
                wrong.append(problem)
            steps += 1
    if wrong:
        raise ExceptionGroup("Some imports could not be worked on.", wrong)
    return steps


def _read(batch: ImportBatch, at: dt.datetime, stay: Stay) -> None:
    preview(batch=batch, watch=lambda seen, total: stay())


def _save(batch: ImportBatch, at: dt.datetime, stay: Stay) -> None:
    assert batch.confirmed_by is not None
    try:
        confirm(
            batch=batch, by=batch.confirmed_by, at=at, on_conflict=batch.on_conflict, watch=partial(note_saved, batch)
        )
    except ImportRefused as problem:
        # Look again, so that the person sees what has changed since.
        _read(batch, at, stay)
        ImportBatch.objects.filter(pk=batch.pk).update(message=str(problem)[:500])


def _undo(batch: ImportBatch, at: dt.datetime, stay: Stay) -> None:
    assert batch.confirmed_by is not None
    try:
        undo(batch=batch, by=batch.confirmed_by, at=at, watch=partial(note_saved, batch))
    except ImportRefused as problem:
        _stays_saved(batch, problem)


def _submit(batch: ImportBatch, at: dt.datetime, stay: Stay) -> None:
    assert batch.confirmed_by is not None
    kind, note = ChangeKind(batch.submit_as["change_kind"]), batch.submit_as["change_note"]
    try:
        submit_batch(batch=batch, change_kind=kind, change_note=note, by=batch.confirmed_by, at=at)
    except (ImportRefused, Refused) as problem:
        _stays_saved(batch, problem)


def _stays_saved(batch: ImportBatch, problem: ImportRefused | Refused) -> None:
    found = ImportBatch.objects.filter(pk=batch.pk, state=batch.state)
    found.update(state=ImportState.APPLIED, message=in_words(problem)[:500])


_STEPS = {
    ImportState.WAITING: _read,
    ImportState.CONFIRMED: _save,
    ImportState.UNDOING: _undo,
    ImportState.SUBMITTING: _submit,
}
