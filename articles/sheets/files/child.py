"""The process that reads a stranger's file. It gets the file as its input, and can neither open nor connect to
anything once it has started reading.

It writes lines of JSON to its output: notes, sheets, frames (followed by that many bytes), and at the end either
``end`` or ``problem``.
"""

import codecs
import json
import resource
import sys
import zipfile
from collections.abc import Iterable
from typing import Protocol

from .archive import Inflater, open_archive
from .delimited import DelimitedText
from .frames import pack
from .limits import CHILD_ADDRESS_SPACE, CHILD_CPU_SECONDS, MAX_FILE_BYTES, MAX_SHEETS
from .problem import FileProblem
from .sniff import ADVICE, sniff
from .spreadsheet import Spreadsheet
from .workbook_guard import check_workbook

# Loaded while files can still be opened.
_CODECS = ("cp437", "cp1252", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "ascii")
_BROKEN = "The file could not be read. Open it in a spreadsheet program, save a copy, and import that."


class Rows(Protocol):
    name: str

    @property
    def notes(self) -> list[str]: ...

    def rows(self) -> Iterable[list[str]]: ...


def main(name: str) -> None:
    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    confine()
    try:
        read(data, name)
        _line({"end": True})
    except FileProblem as problem:
        _line({"problem": str(problem)})
    except MemoryError:
        _line({"problem": "The file needs too much memory to read. Split it into smaller files."})
    except Exception:
        _line({"problem": _BROKEN})
    sys.stdout.buffer.flush()


def confine() -> None:
    """No more memory, time, files, connections or processes than reading needs."""
    for codec in _CODECS:
        codecs.lookup(codec)
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_ADDRESS_SPACE, CHILD_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_SECONDS, CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def read(data: bytes, name: str) -> None:
    if len(data) > MAX_FILE_BYTES:
        raise FileProblem(f"The file is larger than {MAX_FILE_BYTES // 1024 // 1024} MB. Split it into smaller files.")
    if sniff(data[:200_000], name) == "text":
        _send(DelimitedText(data, _stem(name)))
        return
    archive = open_archive(data)
    names = {member.filename for member in archive.infolist()}
    if "xl/workbook.xml" in names:
        _read_workbook(data, archive)
    else:
        _read_text_archive(archive, names)


def _read_workbook(data: bytes, archive: zipfile.ZipFile) -> None:
    spreadsheet = Spreadsheet(data, check_workbook(archive, Inflater(archive)))
    _line({"notes": spreadsheet.notes()})
    for item in spreadsheet.sheets:
        _send(spreadsheet.sheet(item.name))


def _read_text_archive(archive: zipfile.ZipFile, names: set[str]) -> None:
    _refuse_other_formats(names)
    members = [item for item in archive.infolist() if not item.is_dir() and not item.filename.startswith("__MACOSX/")]
    if not members or len(members) > MAX_SHEETS:
        raise FileProblem(f"The zip file must hold between 1 and {MAX_SHEETS} CSV files.")
    inflater = Inflater(archive)
    for member in members:
        inner = member.filename.rpartition("/")[2]
        text = inflater.read(member)
        if sniff(text[:8192] or b"\n", inner) != "text":
            raise FileProblem(f"{inner} is not a CSV file. A zip file may hold CSV files only.")
        _send(DelimitedText(text, _stem(inner)))


def _refuse_other_formats(names: set[str]) -> None:
    if any(name.startswith("word/") for name in names):
        raise FileProblem(f"This is a Word document, not a spreadsheet. {ADVICE}")
    if any(name.startswith("ppt/") for name in names):
        raise FileProblem(f"This is a presentation, not a spreadsheet. {ADVICE}")
    if "content.xml" in names:
        raise FileProblem(f"This is an OpenDocument file. {ADVICE}")
    if "xl/workbook.bin" in names:
        raise FileProblem(f"This is a binary Excel file (.xlsb). {ADVICE}")


def _send(sheet: Rows) -> None:
    _line({"sheet": sheet.name, "notes": sheet.notes})
    for rows, frame in pack(sheet.rows()):
        _line({"rows": rows, "bytes": len(frame)})
        sys.stdout.buffer.write(frame)


def _line(value: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0] or name
