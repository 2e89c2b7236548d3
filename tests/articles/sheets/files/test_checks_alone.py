"""What is looked at before a parser sees a file, without the parser and the limits of the process that it runs in."""

import csv
import io
import re
import struct
import warnings
import zipfile
from collections import Counter
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from articles.sheets.files import child
from articles.sheets.files.archive import Inflater, open_archive
from articles.sheets.files.delimited import DelimitedText
from articles.sheets.files.encoding import decode_text
from articles.sheets.files.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_INFLATED_BYTES,
    MAX_MEMBER_BYTES,
    MAX_MEMBERS,
    MAX_ROWS,
    MAX_SHEETS,
)
from articles.sheets.files.problem import FileProblem

from .hostile import CELL, HEADER, Case, cases, with_part, workbook, xlsx, zipped

# By the parser, or by those limits.
REFUSED_LATER = {
    "sheet is not XML",
    "workbook is not XML",
    "no sheet part",
    "far away, spelled oddly",
    "formula without a result",
    "too many rows without numbers",
    "50 MB cell",
    "one long string used 20,000 times",
    "sparse box",
}
CASES = list(cases())


class Reader:
    """Takes what the checks tell, and lets them do their work."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.noticed = Counter[str]()
        self.told: list[dict[str, Any]] = []
        self.sheets: list[Any] = []
        monkeypatch.setattr(child, "Spreadsheet", self.parse)
        monkeypatch.setattr(child, "_line", self.told.append)

    def parse(self, data: bytes, noticed: Counter[str]) -> "Reader":
        self.noticed = +noticed
        return self

    def notes(self) -> list[str]:
        return []

    def read(self, data: bytes, name: str = "a.xlsx") -> list[str]:
        """The names of its CSV files, each with its notes."""
        with Path("/dev/null").open("w") as nowhere, redirect_stdout(nowhere):
            child.read(data, name)
        return [f"{line['sheet']}: {' '.join(line['notes'])}" for line in self.told if "sheet" in line]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(monkeypatch)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_each_is_refused_by_what_is_looked_at_first(case: Case, reader: Reader) -> None:
    if case.label in REFUSED_LATER:
        reader.read(case.data, case.name)
        return
    with pytest.raises(FileProblem, match=case.says) as caught:
        reader.read(case.data, case.name)
    assert re.search(r"[.!?]$", str(caught.value).strip())


def cells(count: int, text: str) -> str:
    return "".join(f'<row r="{row}">{text}</row>' for row in range(2, count + 2))


@pytest.mark.parametrize(
    ("rows", "noticed"),
    [
        (cells(3, CELL.format("A2", "f>")), {}),
        (cells(3, '<c r="A2"><f>1+1</f><v>2</v></c>'), {"formulas": 3}),
        (cells(3, '<c r="A2"><f>1+1</f></c>'), {"formulas": 3, "not calculated": 3}),
        (cells(3, '<c r="A2"><x:f ca="1">1+1</x:f><v/></c>'), {"formulas": 3, "not calculated": 3}),
        (cells(3, '<c r="A2" t="e"><v>#N/A</v></c>'), {"errors": 3}),
        (cells(3, "<c r='A2' t='e'><v>#N/A</v></c>"), {"errors": 3}),
        ('<row r="2" hidden="1"></row><row r="3" hidden="true"></row><row r="4" hidden="0"></row>', {"hidden rows": 2}),
    ],
)
def test_what_is_in_a_workbook_is_counted(rows: str, noticed: dict[str, int], reader: Reader) -> None:
    reader.read(xlsx(HEADER + rows))
    assert reader.noticed == noticed


@pytest.mark.parametrize("spaces", range(100_000, 100_000 + (1 << 17), 13_107))
def test_each_is_counted_once_wherever_the_sheet_is_cut_into_pieces(spaces: int, reader: Reader) -> None:
    one = '<row r="2"><c r="A2"><f>1+1</f></c></row>'
    reader.read(xlsx(HEADER + " " * spaces + one * 2000))
    assert reader.noticed == {"formulas": 2000, "not calculated": 2000}


def test_as_many_sheets_as_are_allowed_are_read(reader: Reader) -> None:
    sheet = "<worksheet/>"
    more: dict[str, str | bytes] = {f"xl/worksheets/sheet{number}.xml": sheet for number in range(2, MAX_SHEETS + 1)}
    reader.read(zipped({**workbook(), **more}))
    with pytest.raises(FileProblem, match=f"has {MAX_SHEETS + 1} sheets"):
        reader.read(zipped({**workbook(), **more, f"xl/worksheets/sheet{MAX_SHEETS + 1}.xml": sheet}))


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        (b"slug,name\n", ""),
        (b"\xef\xbb\xbfslug,name\n", ""),
        ("slug,é\n".encode(), ""),
        ("slug,name\n".encode("utf-16"), "Read as UTF-16. Check that accents and quote marks look right."),
        ("slug,name\n".encode("utf-16-le"), "Read as UTF-16. Check that accents and quote marks look right."),
        ("slug,name\n".encode("utf-16-be"), "Read as UTF-16. Check that accents and quote marks look right."),
        ("slug,é\n".encode("cp1252"), "Read as Windows-1252. Check that accents and quote marks look right."),
        (b"slug;name\n", "Cells are separated by a semicolon here, not by a comma."),
        (b"slug\tname\n", "Cells are separated by a tab here, not by a comma."),
        (b"slug|name\n", "Cells are separated by a vertical bar here, not by a comma."),
        (b"sep=;\nslug,name,age\n", "Cells are separated by a semicolon here, not by a comma."),
        (b'"a;b;c;d",name\n', ""),
        (b"slug,name\nx;y;z;w;v,b\n", ""),
        ("slug,cafÃ©\n".encode(), "Some letters look damaged by an earlier wrong encoding, for example “Ã©”."),
    ],
)
def test_what_a_text_is_written_in_is_worked_out_and_said(data: bytes, notes: str, reader: Reader) -> None:
    assert reader.read(data, "causes.csv") == [f"causes: {notes}"]


LONG = "Nguyên nhân, vì sao. " * 400


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (LONG.encode(), LONG, "UTF-8"),
        (LONG.encode("utf-8-sig"), LONG, "UTF-8"),
        (LONG.encode("utf-16"), LONG, "UTF-16"),
        (b"\xfe\xff" + LONG.encode("utf-16-be"), LONG, "UTF-16"),
        (LONG.encode("utf-16-le"), LONG, "UTF-16"),
        (LONG.encode("utf-16-be"), LONG, "UTF-16"),
        ("é".encode("utf-16-le") * 10 + "slug".encode("utf-16-le"), "é" * 10 + "slug", "UTF-16"),
        ("café “x” €".encode("cp1252"), "café “x” €", "Windows-1252"),
    ],
)
def test_a_text_is_read_in_its_encoding(data: bytes, text: str, encoding: str) -> None:
    assert decode_text(data) == (text, encoding)


@pytest.mark.parametrize(
    "data",
    [
        b"slug\n" + b"x" * 5000 + b"\0",
        b"\xef\xbb\xbfslug\n" + b"x" * 5000 + b"\0",
        b"slug\n\xe9" + b"x" * 5000 + b"\0",
        b"\0slug,name",
        b"a\0" * 20 + b"\0\0" * 20,
        b"a\0" * 4 + b"ab" * 6,
        b"a\0" * 19 + b"\0a",
        b"a\0\0\0" * 20,
        ("slug" * 2000 + "\0").encode("utf-16-le"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(FileProblem, match="NUL bytes, so it is not plain text"):
        decode_text(data)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d", [["a", "b"], ["c", "d"]]),
        ('a,b\n"c\nd",e\n', [["a", "b"], ["c\nd", "e"]]),
        ("sep=;\na;b,c", [["a", "b,c"]]),
        (" SEP=\t\na\tb,c,d", [["a", "b,c,d"]]),
        ("sep=x\na,b", [["sep=x"], ["a", "b"]]),
        ("step=;\na,b", [["step=", ""], ["a,b"]]),
        ("a;b\nc,d,e;f", [["a", "b"], ["c,d,e", "f"]]),
        ("slug\na;b", [["slug"], ["a", "b"]]),
        ("slug\n" + "x" * 20_000 + "\na;b;c,d", [["slug"], ["x" * 20_000], ["a;b;c", "d"]]),
        ("a,b;c;d\n1;2;3", [["a,b", "c", "d"], ["1", "2", "3"]]),
        ("\na,b", [[], ["a", "b"]]),
        ("a,'=1", [["a", "=1"]]),
    ],
)
def test_a_text_is_cut_into_cells(text: str, rows: list[list[str]]) -> None:
    assert list(DelimitedText(text.encode(), "x").rows()) == rows


def test_a_text_may_be_just_as_long_and_wide_as_is_said() -> None:
    csv.field_size_limit(2 * MAX_CELL)
    assert len(list(DelimitedText(b"x\n" * MAX_ROWS, "x").rows())) == MAX_ROWS
    with pytest.raises(FileProblem, match=f"x has more than {MAX_ROWS:,} rows"):
        list(DelimitedText(b"x\n" * (MAX_ROWS + 1), "x").rows())
    wide = b",".join([b"x"] * MAX_COLUMNS)
    assert list(DelimitedText(wide, "x").rows()) == [["x"] * MAX_COLUMNS]
    with pytest.raises(FileProblem, match=f"x, row 2: {MAX_COLUMNS + 1} columns"):
        list(DelimitedText(b"x,y\n" + wide + b",x", "x").rows())
    assert len(next(DelimitedText(b"y" * MAX_CELL, "x").rows())[0]) == MAX_CELL
    with pytest.raises(FileProblem, match=f"x, line 2: a cell holds more than {MAX_CELL:,}"):
        list(DelimitedText(b"x\n" + b"y" * (MAX_CELL + 1), "x").rows())


def test_a_zip_of_texts_is_read_without_what_a_mac_adds(reader: Reader) -> None:
    parts: dict[str, str | bytes] = {"causes.csv": "slug\n", "in/faqs.csv": "slug\n", "__MACOSX/causes.csv": "\0"}
    assert reader.read(zipped(parts), "a.zip") == ["causes: ", "faqs: "]


def archive_of(*members: tuple[str, str], kind: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", kind) as archive, warnings.catch_warnings(action="ignore"):
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name), text, kind)
    return target.getvalue()


def said(data: bytes, name: str, place: int, number: int, width: str = "<I") -> bytes:
    """The archive, of whose member the directory says something else at that place."""
    at = data.rindex(name.encode()) - 46 + place
    return data[:at] + struct.pack(width, number) + data[at + struct.calcsize(width) :]


SIZE, OFFSET = 24, 42
TWO = archive_of(("a.csv", "slug\n"), ("b.csv", "slug\n"))
SECOND = TWO.rindex(b"PK\x03\x04")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (archive_of(*[(f"{number}.csv", "") for number in range(MAX_MEMBERS)]), "between 1 and"),
        (archive_of(*[(f"{number}.csv", "") for number in range(MAX_MEMBERS + 1)]), "too many parts"),
        (archive_of(("a.csv", "slug\n"), ("a.csv", "name\n")), "the same name"),
        (archive_of(("a.csv", "slug\n"), kind=zipfile.ZIP_BZIP2), "packed in a way"),
        (archive_of(("a.csv", "slug\n"), kind=zipfile.ZIP_DEFLATED), ""),
        (TWO, ""),
        (said(TWO, "b.csv", OFFSET, SECOND - 1), "on top of each other"),
        (said(TWO, "a.csv", SIZE, MAX_MEMBER_BYTES), ""),
        (said(TWO, "a.csv", SIZE, MAX_MEMBER_BYTES + 1), "unpacks to more"),
        (said(said(TWO, "a.csv", SIZE, MAX_INFLATED_BYTES // 2), "b.csv", SIZE, MAX_INFLATED_BYTES // 2), ""),
        (said(said(TWO, "a.csv", SIZE, MAX_INFLATED_BYTES // 2), "b.csv", SIZE, MAX_INFLATED_BYTES // 2 + 1), "more"),
    ],
    ids=range(11),
)
def test_what_an_archive_says_of_itself(data: bytes, says: str, reader: Reader) -> None:
    if not says:
        assert reader.read(data, "a.zip")
        return
    with pytest.raises(FileProblem, match=says):
        reader.read(data, "a.zip")


def test_a_list_of_too_many_parts_is_not_even_made(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    many = archive_of(*[(f"{number}.csv", "") for number in range(MAX_MEMBERS + 1)])
    lying = said(many, "PK\x05\x06", 46 + 10, 1, "<H")
    with pytest.raises(FileProblem, match="too many parts"):
        reader.read(lying, "a.zip")
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(FileProblem, match="too many parts"):
        reader.read(many, "a.zip")


def test_what_comes_out_of_an_archive_is_counted_whatever_it_says() -> None:
    inflater = Inflater(open_archive(TWO))
    first, second = inflater.archive.infolist()
    inflater.left = 5
    assert inflater.read(first) == b"slug\n"
    with pytest.raises(FileProblem, match="unpacks to more"):
        inflater.read(second)


@pytest.mark.parametrize("sheet", ["<x/>".encode("utf-16-le"), b"\xff\xfe<x/>", b"\xfe\xff<x/>"])
def test_a_sheet_in_another_encoding_is_refused_by_its_mark_and_without(sheet: bytes, reader: Reader) -> None:
    with pytest.raises(FileProblem, match="encoding"):
        reader.read(with_part("xl/worksheets/sheet1.xml", sheet))


@pytest.mark.parametrize("part", ["xl/comments1.xml", "xl/worksheets/binary1.bin"])
def test_only_sheets_are_looked_through_for_formulas(part: str, reader: Reader) -> None:
    reader.read(with_part(part, "<c><f>1+1</f></c>"))
    assert not reader.noticed
