"""Reading a file in a process of its own, so that no file can hurt the one that serves people."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from .frames import unpack
from .limits import CHILD_WALL_SECONDS, MAX_FILE_BYTES, MAX_INFLATED_BYTES
from .problem import FileProblem

_ROOT = str(Path(__file__).resolve().parents[3])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from articles.sheets.files.child import main; main(sys.argv[2])"
_TOO_LARGE = f"The file is larger than {MAX_FILE_BYTES // 1024 // 1024} MB. Split it into smaller files."
_PASSED = 1 << 20
_STOPPED = "The file takes too long or too much memory to read. Split it, or delete empty rows and columns."


@dataclass
class Sheet:
    """One sheet as text. Rows stay packed until they are asked for, so that a large file stays small in memory."""

    name: str
    notes: list[str]
    frames: list[bytes] = field(default_factory=list)
    row_count: int = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row numbers as a spreadsheet program shows them, with the cells. Wholly empty rows are passed over."""
        number = 0
        for frame in self.frames:
            for row in unpack(frame):
                number += 1
                if any(row):
                    yield number, row


@dataclass
class ReadFile:
    name: str
    sheets: list[Sheet]
    notes: list[str]
    size: int = 0
    """Bytes of its rows as text."""
    is_whole: bool = True
    """If not, its rows were counted, and none was kept."""


def read_file(data: bytes, name: str) -> ReadFile:
    """Every sheet of an .xlsx, .csv or .zip of CSV files. Raises FileProblem in words for an editor."""
    return read_chunks([data], name)


def read_chunks(chunks: Iterable[bytes], name: str, *, keep: int = MAX_INFLATED_BYTES) -> ReadFile:
    """The same of a file that is never whole in memory. Of one with more text than ``keep`` bytes no rows are kept."""
    with tempfile.TemporaryFile() as source:  # never has a name, so nothing is left behind
        for chunk in chunks:
            if source.tell() + len(chunk) > MAX_FILE_BYTES:
                raise FileProblem(_TOO_LARGE)
            source.write(chunk)
        source.seek(0)
        return _run(source, os.path.basename(name), keep)


def _run(source: IO[bytes], name: str, keep: int) -> ReadFile:
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-c", _START, _ROOT, name],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    timer = threading.Timer(CHILD_WALL_SECONDS, _kill, [child])
    timer.start()
    try:
        assert child.stdout is not None
        return _collect(child.stdout, name, keep)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
    ):  # a file has taken it over, or it is half dead
        raise FileProblem(_STOPPED) from None
    finally:
        timer.cancel()
        _kill(child)
        child.wait()
        if child.stdout:
            child.stdout.close()


def _kill(child: "subprocess.Popen[bytes]") -> None:
    """With what it may have started, even where it is gone itself: its number is its own until it was waited for."""
    if child.returncode is None:
        os.killpg(child.pid, signal.SIGKILL)


def _collect(output: IO[bytes], name: str, keep: int) -> ReadFile:
    file = ReadFile(name, [], [])
    while line := output.readline(1_000_000):
        message: dict[str, Any] = json.loads(line)
        if "problem" in message:
            raise FileProblem(message["problem"])
        if "end" in message:
            return file
        if "sheet" in message:
            file.sheets.append(Sheet(message["sheet"], message["notes"]))
        elif "bytes" in message:
            file.size += message["bytes"]
            if file.size > MAX_INFLATED_BYTES or message["bytes"] < 0:
                break
            _take_frame(file, output, message["bytes"], keep)
            file.sheets[-1].row_count += message["rows"]
        else:
            file.notes.extend(message["notes"])
    raise FileProblem(_STOPPED)


def _take_frame(file: ReadFile, output: IO[bytes], size: int, keep: int) -> None:
    if file.size <= keep:
        file.sheets[-1].frames.append(output.read(size))
        return
    file.is_whole = False
    for sheet in file.sheets:
        sheet.frames.clear()
    while size > 0:
        if not (passed := output.read(min(size, _PASSED))):
            return
        size -= len(passed)
