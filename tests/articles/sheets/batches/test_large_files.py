"""A file is kept in pieces, and what is large once it is unpacked is left to the worker too."""

import pytest

from articles.models import Cause, ImportPiece, ImportState
from articles.sheets.batches import confirm, file_of, look_again, pieces, uploading, work_on_imports
from articles.sheets.files import frames
from articles.sheets.files.read import read_chunks
from tests.articles.sheets.builders import make_importer, upload_now, workbook
from tests.builders import AT

ROWS = [["slug", "name", "description"], ["a", "A", "First."], ["b", "B", "Second."]]


def test_a_file_comes_back_from_its_pieces(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 1000)
    by, data = make_importer(), workbook(Causes=ROWS)
    batch = upload_now(data, by=by)
    assert upload_now(data, by=by).pk == batch.pk
    assert batch.pieces.count() == -(-len(data) // 1000) > 1
    assert (b"".join(file_of(batch)), batch.size) == (data, len(data))
    look_again(batch=batch)
    confirm(batch=batch, by=by, at=AT)
    assert (Cause.objects.count(), ImportPiece.objects.count()) == (2, 0)


def test_a_small_file_with_a_long_text_is_left_to_the_worker(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(Causes=[*ROWS, ["c", "C", "x" * 15_000]])
    assert len(data) < 10_000
    monkeypatch.setattr(uploading, "LARGE_BYTES", 10_000)
    batch = upload_now(data)
    assert (batch.state, batch.rows, batch.size > 15_000) == (ImportState.WAITING, 4, True)
    work_on_imports(now=lambda: AT)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["Causes"]["new"]) == (ImportState.READY, 3)
    look_again(batch=batch)
    assert batch.state == ImportState.WAITING


def test_of_a_file_with_more_than_is_kept_the_rows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(Causes=ROWS, Remedies=[["slug", "name"], *[[f"r-{number}", "R"] for number in range(600)]])
    file = read_chunks([data[:100], data[100:]], "a.xlsx", keep=3000)
    assert (file.is_whole, [sheet.row_count for sheet in file.sheets]) == (False, [3, 601])
    assert [list(sheet.rows()) for sheet in file.sheets] == [[], []]
    whole = read_chunks([data], "a.xlsx", keep=file.size)
    assert (whole.is_whole, [len(list(sheet.rows())) for sheet in whole.sheets]) == (True, [3, 601])


def test_a_frame_of_long_rows_has_fewer_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "FRAME_CHARACTERS", 10)
    rows = [["aaaa", "bb"], ["c", ""], ["ddd", "e"], ["f", "g"]]
    packed = list(frames.pack(rows))
    assert [count for count, _ in packed] == [3, 1]
    assert [row for _, frame in packed for row in frames.unpack(frame)] == rows
