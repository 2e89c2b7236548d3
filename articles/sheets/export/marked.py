"""The uploaded file as a workbook again, with every problem marked and commented in its cell."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import IO

from articles.sheets.columns import all_sheets
from articles.sheets.files.read import ReadFile, Sheet
from articles.sheets.files.write_xlsx import Heading, WorkbookWriter
from articles.sheets.plan import Finding
from articles.sheets.plan.layout import fold

Marks = dict[int, dict[int, str]]
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def write_marked_workbook(target: IO[bytes], file: ReadFile, findings: Sequence[Finding], only: str = "") -> None:
    """Problems that belong to no cell come first, in a sheet of their own, with all the others."""
    titles = {fold(sheet.title): sheet.title for sheet in all_sheets()}
    taken = set[str]()
    with WorkbookWriter(target) as book:
        rows = [[finding.sheet, str(finding.row or ""), finding.heading, finding.message] for finding in findings]
        headings = [Heading("sheet"), Heading("row"), Heading("column"), Heading("problem", width=90)]
        book.sheet(_free_name("_problems", taken), headings, rows)
        for sheet in file.sheets:
            if sheet.name != "_problems":
                title = titles.get(fold(only or sheet.name), sheet.name)
                _copy(book, sheet, title, _free_name(title, taken), findings)


def _free_name(title: str, taken: set[str]) -> str:
    """A name that a workbook may have. Those of CSV files can be anything, and even the same twice."""
    plain, ends = _NOT_IN_NAMES.sub("_", title), chain([""], (f"-{number}" for number in count(2)))
    names = (plain[: 31 - len(end)].strip("'") + end for end in ends)
    name = next(name for name in names if name and name.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _copy(book: WorkbookWriter, sheet: Sheet, title: str, name: str, findings: Sequence[Finding]) -> None:
    first = next(sheet.rows(), None)
    if first is None:
        return
    start, names = first
    width = max(len(names), max((len(row) for _, row in sheet.rows()), default=0))
    headings = [Heading(name, hidden=name.strip().casefold() == "_rev") for name in names + [""] * (width - len(names))]
    marks = _marks([finding for finding in findings if finding.sheet == title], names, start)
    book.sheet(name, headings, _rows(sheet, start, width), marks=marks, hidden=title.startswith("_"), raw=True)


def _rows(sheet: Sheet, start: int, width: int) -> Iterator[list[str]]:
    """Empty rows are kept, so that each row has the number that the problems give it."""
    expected = start + 1
    for number, row in sheet.rows():
        if number > start:
            yield from ([""] * width for _ in range(number - expected))
            yield row
            expected = number + 1


def _marks(findings: Sequence[Finding], names: Sequence[str], start: int) -> Marks:
    places = {fold(name): place for place, name in reversed(list(enumerate(names)))}
    marks: Marks = defaultdict(dict)
    for finding in findings:
        row = finding.row - start
        if row > 0:
            place = places.get(fold(finding.heading), 0)
            said = marks[row].get(place)
            marks[row][place] = f"{said}\n{finding.message}" if said else finding.message
    return marks
