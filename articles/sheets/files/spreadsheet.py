"""Reading one workbook with calamine, after the guard has let it pass. Every cell becomes text."""

import datetime
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .archive import DAMAGED
from .limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from .problem import FileProblem


class Spreadsheet:
    def __init__(self, data: bytes, noticed: Counter[str]) -> None:
        if noticed["not calculated"]:
            raise FileProblem(
                f"There are formulas with no result saved ({noticed['not calculated']}). "
                "Open the file in a spreadsheet program, save it, and import it again."
            )
        if noticed["errors"]:
            raise FileProblem(
                f"There are cells with an error in place of a text ({noticed['errors']}). Look for #N/A, #REF! "
                "and the like, mend them, save the file, and import it again."
            )
        self.noticed = noticed
        self.workbook: CalamineWorkbook = _open(data)
        self.sheets = [item for item in self.workbook.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet]

    def notes(self) -> list[str]:
        notes = []
        if self.noticed["formulas"]:
            notes.append(f"There are formulas ({self.noticed['formulas']}). Their last saved results were read.")
        if self.noticed["hidden rows"]:
            notes.append(f"{self.noticed['hidden rows']} rows are hidden. They were read like the others.")
        hidden = [
            item.name
            for item in self.sheets
            if item.visible != SheetVisibleEnum.Visible and not item.name.startswith("_")
        ]
        return [*notes, *(f"The sheet “{name}” is hidden. It was read like the others." for name in hidden)]

    def sheet(self, name: str) -> "SheetRows":
        return SheetRows(self.workbook.get_sheet_by_name(name))


class SheetRows:
    def __init__(self, sheet: CalamineSheet) -> None:
        self.sheet = sheet
        self.name = sheet.name
        row, column = sheet.end or (0, 0)
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise FileProblem(f"“{self.name}” is too large: at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns.")

    @property
    def notes(self) -> list[str]:
        merged = self.sheet.merged_cell_ranges or []
        if not merged:
            return []
        row, column = merged[0][0]
        where = f"{column_letter(column)}{row + 1}"
        return [
            f"There are merged cells ({len(merged)}, the first at {where}). Only the first cell of each has the text."
        ]

    def rows(self) -> Iterator[list[str]]:
        if self.sheet.start is None:
            return
        blank = [""] * self.sheet.start[1]
        for row in self.sheet.iter_rows():
            texts = [cell if type(cell) is str else as_text(cell) for cell in row]
            if max(map(len, texts), default=0) > MAX_CELL:
                raise FileProblem(f"“{self.name}”: a cell holds more than {MAX_CELL:,} characters.")
            yield blank + texts


def _open(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as problem:
        raise FileProblem(DAMAGED) from problem


def as_text(value: Any) -> str:
    """A number, date or truth value as a person would type it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def column_letter(index: int) -> str:
    """``A`` for 0."""
    letters = ""
    while index >= 0:
        letters = chr(65 + index % 26) + letters
        index = index // 26 - 1
    return letters
