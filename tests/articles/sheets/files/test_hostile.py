import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from articles.sheets.files.problem import FileProblem
from articles.sheets.files.read import read_file

from . import hostile
from .hostile import Case

CASES = list(hostile.cases())


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len({case.label for case in CASES}) == len(CASES)
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_each_is_refused_in_words_and_in_time(case: Case) -> None:
    started = cpu_seconds()
    with pytest.raises(FileProblem) as caught:
        read_file(case.data, case.name)
    assert re.search(case.says, str(caught.value)), caught.value
    assert cpu_seconds() - started < 3


def cpu_seconds() -> float:
    """Of this process and those that it has waited for: what a file costs, however busy the machine is."""
    each = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


_MEASURE = """
import pathlib, resource, sys
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.read import read_file
path = pathlib.Path(sys.argv[1])
try:
    read_file(path.read_bytes(), path.name)
except FileProblem:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
_LARGE = ("300 MB", "50 MB", "one long string", "sparse box", "zip of one", "3 million")


@pytest.mark.parametrize("case", [case for case in CASES if case.label.startswith(_LARGE)], ids=lambda case: case.label)
def test_none_takes_much_memory(case: Case, tmp_path: Path) -> None:
    """In a process that is small itself, as one that is started counts what its parent had."""
    (tmp_path / case.name).write_bytes(case.data)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, tmp_path / case.name], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 256
