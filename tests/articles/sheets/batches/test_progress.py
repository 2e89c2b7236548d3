"""What others see of a batch while a process is at it, and what happens when two processes are."""

from typing import Any

import pytest
from django.core.cache import caches

from articles.models import Cause, ImportBatch, ImportState
from articles.services.jobs import all_jobs, run_if_due
from articles.sheets.batches import (
    ImportRefused,
    all_changes,
    ask_to_confirm,
    confirm,
    pages,
    preview,
    saved_so_far,
    uploading,
    working,
)
from articles.sheets.batches import work_on_imports as work
from articles.sheets.batches.progress import note_saved
from articles.sheets.files.read import read_chunks
from tests.articles.sheets.builders import make_importer, upload_now, workbook
from tests.builders import AT, after

pytestmark = pytest.mark.django_db
ROWS = [["slug", "name"], *([f"c{number}", "C"] for number in range(2_500))]
Seen = list[tuple[int, int]]


@pytest.fixture
def batch() -> ImportBatch:
    batch = upload_now(workbook(Causes=ROWS))
    assert batch.state == ImportState.WAITING
    return batch


@pytest.fixture
def saving(batch: ImportBatch, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """What somebody who looks at the batch sees while it is saved."""
    seen: Seen = []

    def note(batch: ImportBatch, done: int, total: int) -> None:
        note_saved(batch, done, total)
        seen.append(saved_so_far(batch))

    monkeypatch.setattr(working, "note_saved", note)
    work(now=lambda: AT)
    batch.refresh_from_db()
    ask_to_confirm(batch=batch, by_id=batch.uploaded_by_id)
    return seen


def test_others_see_how_far_a_save_is(batch: ImportBatch, saving: Seen) -> None:
    work(now=lambda: AT)
    batch.refresh_from_db()
    assert (batch.state, saving) == ("applied", [(0, 2_500), (1_000, 2_500), (2_000, 2_500), (2_500, 2_500)])


def test_a_cache_that_does_not_answer_stops_no_save(
    batch: ImportBatch, saving: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(caches["shared"], "set", fail)
    monkeypatch.setattr(caches["shared"], "get", fail)
    work(now=lambda: AT)
    batch.refresh_from_db()
    assert (batch.state, saving[-1]) == ("applied", (0, 0))


def test_no_second_worker_begins_while_the_first_is_at_it(batch: ImportBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thousand rows take a minute here, and the worker is given up after two without a word."""
    [job] = [job for job in all_jobs() if job.name == "imports"]
    minutes, others = iter(range(100)), []
    clock = lambda: after(next(minutes))  # noqa: E731
    note = uploading._note_progress

    def slow(*args: Any) -> None:
        note(*args)
        others.append(run_if_due(job, clock=clock))

    monkeypatch.setattr(uploading, "_note_progress", slow)
    assert (run_if_due(job, clock=clock), others) == (1, [0, 0, 0, 0])
    batch.refresh_from_db()
    assert batch.state == ImportState.READY


@pytest.mark.parametrize("at_row", [1_000, 2_000, 2_500])
def test_of_two_processes_that_compare_a_batch_the_later_one_counts(batch: ImportBatch, at_row: int) -> None:
    """The first one was asleep for so long that a second one began anew, and was done before it woke."""

    def wake(seen: int, total: int) -> None:
        if seen == at_row:
            preview(batch=(other := ImportBatch.objects.get(pk=batch.pk)))
            other.pages.filter(part="changes", number=1).update(has_conflicts=True)  # known by this

    preview(batch=batch, watch=wake)
    batch.refresh_from_db()
    assert (batch.state, len(list(all_changes(batch)))) == (ImportState.READY, 2_500)
    assert batch.pages.filter(part="changes", has_conflicts=True).count() == 1


def test_a_process_that_was_overtaken_does_not_call_the_other_ones_work_done(batch: ImportBatch) -> None:
    def wake(seen: int, total: int) -> None:
        if seen == 2_000:
            uploading._begin(ImportBatch.objects.get())

    preview(batch=batch, watch=wake)
    assert (batch.state, batch.progress, batch.pages.count()) == (ImportState.WAITING, 0, 0)


def test_a_process_that_was_overtaken_at_its_start_writes_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The web server compares a small file while the worker finds it waiting."""
    store_sample = pages.store_sample

    def slow(batch: ImportBatch, file: Any) -> None:
        store_sample(batch, file)
        monkeypatch.undo()
        uploading._begin(ImportBatch.objects.get())

    monkeypatch.setattr(uploading, "store_sample", slow)
    batch = upload_now(workbook(Causes=ROWS[:40]))
    assert (batch.state, batch.pages.count()) == (ImportState.WAITING, 0)
    assert work(now=lambda: AT) == 1
    confirm(batch=batch, by=batch.uploaded_by, at=AT)
    assert Cause.objects.count() == 39


def test_the_worker_leaves_a_batch_that_was_compared_since_it_looked(batch: ImportBatch) -> None:
    """Or who confirms it is told that it still waits, and it stays unsaved."""

    def stay() -> None:
        if not (other := ImportBatch.objects.get()).attempt:
            preview(batch=other)
            other.pages.update(has_conflicts=True)  # known by this

    work(now=lambda: AT, stay=stay)
    assert not batch.pages.filter(has_conflicts=False).exists()


def test_a_file_that_is_sent_again_while_it_is_saved_stays_saved(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    by, data = make_importer(), workbook(Causes=ROWS[:40])
    batch = upload_now(data, by=by)

    def slow(*args: Any, **options: Any) -> Any:
        confirm(batch=batch, by=by, at=AT)
        return read_chunks(*args, **options)

    monkeypatch.setattr(uploading, "read_chunks", slow)
    with pytest.raises(ImportRefused, match="just saved or cancelled"):
        upload_now(data, by=by)
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED


def test_a_batch_that_fails_keeps_no_other_waiting(batch: ImportBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    other = upload_now(workbook(Causes=[*ROWS, ["last", "C"]]))

    def fail(chunks: Any, name: str) -> Any:
        if ImportBatch.objects.filter(pk=batch.pk, attempt=1).exists():
            monkeypatch.undo()
            raise OSError("The disk is full.")
        return read_chunks(chunks, name)

    monkeypatch.setattr(uploading, "read_chunks", fail)
    with pytest.raises(ExceptionGroup, match="could not be worked on"):
        work(now=lambda: AT)
    for each in (batch, other):
        each.refresh_from_db()
    assert (batch.state, other.state) == (ImportState.WAITING, ImportState.READY)
