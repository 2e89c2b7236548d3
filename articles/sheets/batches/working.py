"""Large imports, done by the worker. Being killed at any moment loses nothing: a step is either done or still due."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from articles.models import ImportBatch, ImportState

from .confirming import confirm
from .problems import ImportRefused
from .progress import note_saved
from .uploading import preview


def ask_to_confirm(*, batch: ImportBatch, by_id: int, on_conflict: str = "", note: str = "") -> None:
    """Leave the saving of a large batch to the worker."""
    found = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.READY)
    if not found.update(
        state=ImportState.CONFIRMED, confirmed_by=by_id, on_conflict=on_conflict, note=note or batch.note
    ):
        raise ImportRefused("This import is not ready to be saved.")
    batch.refresh_from_db()


def work_on_imports(*, now: Callable[[], dt.datetime], stay: Callable[[], None] = lambda: None) -> int:
    """Read every file that waits and save every batch that was confirmed. Returns how many steps were taken.

    ``stay`` is called again and again while it works, to say that it is still there.
    """
    steps = 0
    for batch in ImportBatch.objects.filter(state=ImportState.WAITING).order_by("uploaded_at"):
        stay()
        preview(batch=batch, watch=lambda seen, total: stay())
        steps += 1
    for batch in ImportBatch.objects.filter(state=ImportState.CONFIRMED).order_by("uploaded_at"):
        stay()
        _save(batch, now())
        steps += 1
    return steps


def _save(batch: ImportBatch, at: dt.datetime) -> None:
    assert batch.confirmed_by is not None
    try:
        confirm(
            batch=batch, by=batch.confirmed_by, at=at, on_conflict=batch.on_conflict, watch=partial(note_saved, batch)
        )
    except ImportRefused as problem:
        # Look again, so that the person sees what has changed since.
        preview(batch=batch)
        ImportBatch.objects.filter(pk=batch.pk).update(message=str(problem)[:500])
