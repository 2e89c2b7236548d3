"""A plan, kept in pages of a hundred rows: what the preview shows, what is saved, and what taking back needs."""

import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.db import models, transaction

from articles.models import ImportBatch, ImportPage, ImportState
from articles.sheets.export import write_marked_workbook
from articles.sheets.files.read import ReadFile
from articles.sheets.plan import Change, Conflict, Finding

from .pieces import PIECE, one_by_one

PAGE = 100
CHANGES, FINDINGS = "changes", "findings"
_MARKED, _LIVE, _SAMPLE = "marked", "live", "sample"
_SAMPLE_ROWS = 8


class Stopped(Exception):
    """Someone cancelled the batch while its file was compared, or another process began it anew."""


def mine(batch: ImportBatch) -> models.QuerySet[ImportBatch]:
    """Empty once the batch was cancelled, or another process began to compare it anew."""
    return ImportBatch.objects.filter(pk=batch.pk, state=ImportState.WAITING, attempt=batch.attempt)


def store_changes(batch: ImportBatch, changes: Iterable[Change]) -> None:
    iterator, number = iter(changes), 0
    while page := list(islice(iterator, PAGE)):
        number += 1
        has_conflicts = any(change.conflicts for change in page)
        _store(batch, CHANGES, number, [change.as_json() for change in page], has_conflicts=has_conflicts)


def store_findings(batch: ImportBatch, findings: Iterable[Finding]) -> None:
    # What blocks comes first, as it has to be mended first.
    ordered = sorted(findings, key=lambda finding: not finding.blocks)
    for number, start in enumerate(range(0, len(ordered), PAGE), start=1):
        _store(batch, FINDINGS, number, [list(finding) for finding in ordered[start : start + PAGE]])


def store_live(batch: ImportBatch, documents: Sequence[int]) -> None:
    """Primary keys of the documents that are there already and would be changed."""
    _store(batch, _LIVE, 1, documents)


def live_documents(batch: ImportBatch) -> list[int]:
    page = batch.pages.filter(part=_LIVE).first()
    return _rows(page) if page else []


def store_sample(batch: ImportBatch, file: ReadFile) -> None:
    """The first rows of each sheet as they are in the file, for matching its columns."""
    for number, sheet in enumerate(file.sheets, start=1):
        rows = [[cell[:200] for cell in row] for _, row in islice(sheet.rows(), _SAMPLE_ROWS)]
        _store(batch, _SAMPLE, number, [sheet.name, *rows])


def samples(batch: ImportBatch) -> dict[str, list[list[str]]]:
    """The first rows of each sheet of the file, by its name."""
    pages = batch.pages.filter(part=_SAMPLE).order_by("number")
    return {name: rows for name, *rows in map(_rows, pages)}


def store_marked(batch: ImportBatch, file: ReadFile) -> None:
    """Made by whoever compared the file, so that a process that serves people needs no memory for all of it."""
    with tempfile.TemporaryFile() as target:
        write_marked_workbook(target, file, all_findings(batch), "" if batch.matching else batch.sheet)
        target.seek(0)
        for number, data in enumerate(iter(partial(target.read, PIECE), b""), start=1):
            _keep(ImportPage(batch=batch, part=_MARKED, number=number, count=0, data=data))


def marked_file(batch: ImportBatch) -> Iterator[bytes]:
    return one_by_one(batch.pages.filter(part=_MARKED).order_by("number"))


def has_marked_file(batch: ImportBatch) -> bool:
    """Not if nothing has to be mended, or if the file could not be read."""
    return batch.pages.filter(part=_MARKED).exists()


def _store(batch: ImportBatch, part: str, number: int, rows: Sequence[Any], *, has_conflicts: bool = False) -> None:
    data = zlib.compress(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
    _keep(ImportPage(batch=batch, part=part, number=number, count=len(rows), has_conflicts=has_conflicts, data=data))


def _keep(page: ImportPage) -> None:
    batch = page.batch
    with transaction.atomic():
        # Nobody can begin it anew between this, which locks the batch, and the page.
        if not mine(batch).update(attempt=batch.attempt):
            raise Stopped
        page.save()


def changes_on(page: ImportPage) -> list[Change]:
    return [Change.from_json(each) for each in _rows(page)]


def findings_on(page: ImportPage) -> list[Finding]:
    return [Finding(*each) for each in _rows(page)]


def _rows(page: ImportPage) -> list[Any]:
    rows: list[Any] = json.loads(zlib.decompress(bytes(page.data)).decode("utf-8", "surrogatepass"))
    return rows


def all_changes(batch: ImportBatch) -> Iterator[Change]:
    """As they are to be saved, with conflicts decided as the batch says."""
    for page in batch.pages.filter(part=CHANGES).order_by("number").iterator(chunk_size=20):
        for change in changes_on(page):
            if (decided := decide(change, batch.on_conflict)) is not None:
                yield decided


def all_findings(batch: ImportBatch) -> list[Finding]:
    return [each for page in batch.pages.filter(part=FINDINGS).order_by("number") for each in findings_on(page)]


def changes_to_take_back(batch: ImportBatch) -> Iterator[Change]:
    for page in batch.pages.filter(part=CHANGES).order_by("-number").iterator(chunk_size=20):
        for change in reversed(changes_on(page)):
            if (decided := decide(change, batch.on_conflict)) is not None:
                yield decided.reversed()


def decide(change: Change, on_conflict: str) -> Change | None:
    """The change without conflicts. None if nothing is left of it."""
    if not change.conflicts:
        return change
    before, after = dict(change.before), dict(change.after)
    if on_conflict == "overwrite":
        for conflict in change.conflicts:
            conflict = Conflict(*conflict)
            before[conflict.heading], after[conflict.heading] = conflict.current, conflict.wanted
    if not after:
        return None
    return Change(change.sheet, change.row, change.action, change.key, before, after)
