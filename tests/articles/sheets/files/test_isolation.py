"""A process that reads a file may abort, eat memory, hang or try to get out: whoever asked is told so in words."""

import os
import tempfile
from pathlib import Path

import pytest

from articles.sheets.files import read
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.read import read_file

from .hostile import xlsx

FILE = xlsx()
START = "import sys; sys.path.insert(0, sys.argv[1]); from articles.sheets.files import child; "
STOPPED, BROKEN, MEMORY = "takes too long or too much memory", "could not be read", "needs too much memory"
WAYS: dict[str, tuple[str, str]] = {
    "aborts": ("import os; os.abort()", STOPPED),
    "goes without a word": ("import os; os._exit(0)", STOPPED),
    "is killed": ("import os; os.kill(os.getpid(), 9)", STOPPED),
    "hangs": ("import time; time.sleep(600)", STOPPED),
    "spins and hears nothing": ("import _signal; _signal.signal(24, _signal.SIG_IGN)\n    while True: pass", STOPPED),
    "eats memory": ("kept = []\n    while True: kept.append(bytearray(10_000_000))", MEMORY),
    # Nobody but root can fork there; what root has started is ended with it.
    "leaves another behind": ("import os, time; os.fork() or time.sleep(600); os._exit(0)", f"{BROKEN}|{STOPPED}"),
    "starts a program": ("import subprocess; subprocess.run(['/bin/true'])", BROKEN),
    "loads code of the machine": ("import ctypes; ctypes.string_at(1)", BROKEN),
    "opens a file": ("open('/etc/passwd')", BROKEN),
    "writes a file": ("import tempfile; tempfile.NamedTemporaryFile(delete=False)", BROKEN),
    "calls somebody": ("import socket; socket.create_connection(('127.0.0.1', 9))", BROKEN),
    "sends no message": ("print('x' * 100, flush=True)", STOPPED),
    "sends a list": ("print('[1]', flush=True)", STOPPED),
    "sends rows of no sheet": ('print(\'{"rows": 1, "bytes": 0}\', flush=True)', STOPPED),
    "sends less than nothing": ('print(\'{"rows": 1, "bytes": -1}\', flush=True)', STOPPED),
    "sends more than fits": ('print(\'{"rows": 1, "bytes": 999999999}\', flush=True)', STOPPED),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_hurts_nobody_else(way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    does, says = WAYS[way]
    program = f"{START}\ndef read(data, name):\n    {does}\nchild.read = read\nchild.main(sys.argv[2])"
    monkeypatch.setattr(read, "_START", program)
    monkeypatch.setattr(read, "CHILD_WALL_SECONDS", 2)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(FileProblem, match=says):
        read_file(FILE, "a.xlsx")
    assert (list(tmp_path.iterdir()), children()) == ([], [])


def test_the_same_file_is_read_where_nothing_happens() -> None:
    assert [sheet.name for sheet in read_file(FILE, "a.xlsx").sheets] == ["Causes"]


def children() -> list[int]:
    """Processes that this one started and that are still there, also as what is left of a dead one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = folder.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == os.getpid() and int(after_name[2]) != os.getpgrp():
            found.append(int(folder.parent.name))
    return found
