"""From a file to a preview. Only the batch and its pages are written, never content."""

import datetime as dt
from dataclasses import asdict
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction

from articles.models import UNDECIDED_IMPORTS, UNSAVED_IMPORTS, ImportBatch, ImportState
from articles.models.people import Person
from articles.sheets.columns import all_sheets
from articles.sheets.files.limits import MAX_INFLATED_BYTES
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.read import ReadFile, read_chunks
from articles.sheets.match import Matching, MatchingProblem, matched
from articles.sheets.plan import Finding, Plan, may_import_anything

from .naming import DocumentNames
from .pages import Stopped, mine, store_changes, store_findings, store_live, store_marked, store_sample
from .pieces import PIECE, file_of, sha256_of, store_file
from .problems import ImportRefused
from .progress import Watch

LARGE_ROWS, LARGE_BYTES = 2_000, 5 * 1024 * 1024


def upload(
    *,
    file: "File[bytes]",
    by: Person,
    at: dt.datetime,
    sheet: str = "",
    note: str = "",
    matching: Matching | None = None,
    wait: bool = False,
    watch: Watch | None = None,
) -> ImportBatch:
    """A batch with its preview, or one that waits for the worker if the file is large.

    The same file by the same person is the same batch until it is saved or cancelled. With ``wait``, even a large file
    is read at once. Raises ImportRefused, or FileProblem if it cannot be read at all.
    """
    if not may_import_anything(by, all_sheets()):
        raise ImportRefused("Your account may not import anything. Ask an administrator for the right role.")
    digest = sha256_of(file)
    batch = ImportBatch.objects.filter(sha256=digest, uploaded_by=by, sheet=sheet, state__in=UNDECIDED_IMPORTS).first()
    if batch is None:
        batch = ImportBatch(sha256=digest, uploaded_by=by, uploaded_at=at, sheet=sheet)
    name = file.name or ""
    batch.name, batch.note, batch.size, batch.state = name[-255:], note[:500], file.size, ImportState.WAITING
    batch.matching = matching.as_json() if matching else batch.matching
    if is_large(batch) and not wait:
        _save(batch, file)
        return batch
    found = read_chunks(file.chunks(PIECE), name, keep=MAX_INFLATED_BYTES if wait else LARGE_BYTES)
    batch.rows = sum(each.row_count for each in found.sheets)
    batch.size = max(batch.size, found.size)
    _save(batch, file)
    if wait or not is_large(batch):
        preview(batch=batch, file=found, watch=watch)
    return batch


def _save(batch: ImportBatch, file: "File[bytes]") -> None:
    with transaction.atomic():
        if batch.pk is None:
            batch.save()
            store_file(batch, file)
            return
        values = {name: getattr(batch, name) for name in ("name", "note", "size", "rows", "matching", "state")}
        if not ImportBatch.objects.filter(pk=batch.pk, state__in=UNDECIDED_IMPORTS).update(**values):
            raise ImportRefused("This very file was just saved or cancelled. Look at the list of imports first.")


def is_large(batch: ImportBatch) -> bool:
    """Whether the worker does it, so that nobody waits for an answer. Only its size counts until it has been read."""
    return batch.rows > LARGE_ROWS or batch.size > LARGE_BYTES


def look_again(*, batch: ImportBatch, matching: Matching | None = None) -> None:
    """Compare the file anew, with its columns matched in another way if one is given. Raises ImportRefused."""
    if batch.state not in (ImportState.READY, ImportState.BLOCKED):
        raise ImportRefused("This import cannot be compared again.")
    if matching is not None:
        try:
            matching.check()
        except MatchingProblem as problem:
            raise ImportRefused(str(problem)) from problem
        batch.matching = matching.as_json()
        batch.save(update_fields=["matching"])
    if is_large(batch):
        again = ImportBatch.objects.filter(pk=batch.pk, state__in=[ImportState.READY, ImportState.BLOCKED])
        again.update(state=ImportState.WAITING, progress=0)
        batch.refresh_from_db()
    else:
        preview(batch=batch)


def preview(*, batch: ImportBatch, file: ReadFile | None = None, watch: Watch | None = None) -> None:
    """Compare the file with what the database says now, and keep the result. Can be done again at any time.

    If it is stopped half way, the batch still waits, and the next time starts afresh. A batch that is cancelled
    meanwhile stays cancelled, and keeps nothing. Of two processes that compare the same batch, the later one counts.
    Nothing is done if the batch has moved on since it was read from the database.
    """
    try:
        _begin(batch)
        _compare(batch, file, watch)
    except Stopped:
        batch.refresh_from_db()


def _begin(batch: ImportBatch) -> None:
    found = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, attempt=batch.attempt, state__in=UNSAVED_IMPORTS)
    begun = {"state": ImportState.WAITING, "attempt": batch.attempt + 1, "progress": 0}
    with transaction.atomic():
        if not found.update(**begun):
            raise Stopped
        batch.pages.all().delete()
    _set(batch, begun)


def _compare(batch: ImportBatch, file: ReadFile | None, watch: Watch | None) -> None:
    try:
        file = file or read_chunks(file_of(batch), batch.name)
        store_sample(batch, file)
        if batch.matching:  # with our headings
            file = matched(file, Matching.from_json(batch.matching))
    except (FileProblem, MatchingProblem) as problem:
        store_findings(batch, [Finding("", 0, "", str(problem))])
        _finish(batch, ImportState.BLOCKED, {})
        return
    batch.rows = sum(each.row_count for each in file.sheets)
    only = "" if batch.matching else batch.sheet
    plan = Plan(file, batch.uploaded_by, only=only, watch=partial(_note_progress, batch, watch))
    names = DocumentNames()
    store_changes(batch, names.noted(plan.changes()))
    if batch.progress < batch.rows:  # headings are rows too
        _note_progress(batch, watch, batch.rows)
    store_findings(batch, plan.findings)
    store_live(batch, [document.pk for document in names.documents()])
    if plan.is_blocked:
        store_marked(batch, file)
    counts = {title: asdict(count) for title, count in plan.counts.items()}
    _finish(batch, ImportState.BLOCKED if plan.is_blocked else ImportState.READY, counts)


def _finish(batch: ImportBatch, state: ImportState, counts: dict[str, dict[str, int]]) -> None:
    values = {"state": state, "counts": counts, "progress": batch.rows, "rows": batch.rows}
    if not mine(batch).update(**values):
        raise Stopped
    _set(batch, values)


def _note_progress(batch: ImportBatch, watch: Watch | None, seen: int) -> None:
    progress = min(seen, batch.rows)
    if not mine(batch).update(progress=progress, rows=batch.rows):
        raise Stopped
    batch.progress = progress
    if watch:
        watch(seen, batch.rows)


def _set(batch: ImportBatch, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(batch, name, value)
