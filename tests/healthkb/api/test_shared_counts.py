"""Limits without Redis: several processes raise one count."""

import multiprocessing
import os
from pathlib import Path

import pytest
import time_machine

from healthkb.api import shared_counts
from healthkb.api.shared_counts import SharedCounts

AT = 1_793_610_000.0
TIMES, PROCESSES = 2000, 4


def raise_often(path: Path, told: "multiprocessing.Queue[list[int]]") -> None:
    counts = SharedCounts(path)
    told.put([counts.increase("one", 3600) for _ in range(TIMES)])


def test_no_count_is_lost_or_given_twice_at_the_end(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    processes = [context.Process(target=raise_often, args=(tmp_path / "counts", told)) for _ in range(PROCESSES)]
    for each in processes:
        each.start()
    answers = [told.get(timeout=60) for _ in processes]
    for each in processes:
        each.join()
    assert all(answer == sorted(answer) for answer in answers)
    assert SharedCounts(tmp_path / "counts").increase("one", 3600) == TIMES * PROCESSES + 1


def test_a_forked_process_has_a_number_of_its_own(tmp_path: Path) -> None:
    counts = SharedCounts(tmp_path / "counts")
    assert counts.increase("one", 3600) == 1
    if (child := os.fork()) == 0:
        os._exit(counts.increase("one", 3600) * 10 + counts._column // shared_counts.NUMBER.size)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 2 * 10 + 1
    assert (counts.increase("one", 3600), counts._column) == (3, 0)


def test_a_count_runs_out_and_others_do_not(tmp_path: Path) -> None:
    counts = SharedCounts(tmp_path / "counts")
    with time_machine.travel(AT, tick=False):
        assert [counts.increase(key, 60) for key in ("a", "a", "b")] == [1, 2, 1]
    with time_machine.travel(AT + 59, tick=False):
        assert (counts.increase("a", 60), counts.increase("b", 60)) == (3, 2)
    with time_machine.travel(AT + 60, tick=False):
        assert (counts.increase("a", 60), counts.increase("b", 60)) == (1, 1)


def test_where_all_places_are_taken_the_smallest_count_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_counts, "ROWS", 1)
    counts = SharedCounts(tmp_path / "counts")
    for number in range(shared_counts.PLACES):
        assert [counts.increase(str(number), 3600) for _ in range(number + 2)][-1] == number + 2
    assert counts.increase("new", 3600) == 1
    assert [counts.increase(str(number), 3600) for number in range(1, shared_counts.PLACES)] == [4, 5, 6, 7, 8, 9, 10]


def test_the_file_is_for_its_owner_alone_and_of_one_size(tmp_path: Path) -> None:
    counts = SharedCounts(tmp_path / "folder" / "counts")
    for number in range(100):
        counts.increase(str(number), 60)
    kept = (tmp_path / "folder" / "counts").stat()
    assert (kept.st_mode & 0o777, kept.st_size) == (0o600, shared_counts.SIZE)
