"""Writing workbooks row by row, in memory that does not grow with them. Every cell is text, and stays text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from types import TracebackType
from typing import IO, Any, Self

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from .cell_text import encode, long_mark
from .limits import CELL_UNITS, MAX_ROWS
from .spreadsheet import column_letter

LONG_SHEET, LISTS_SHEET = "_long", "_lists"
# A part of a long text: even if every character takes two UTF-16 units, a cell can hold it.
_PART = CELL_UNITS // 2 - 100
# One set of characters is looked for three times as fast as that set or a longer pattern.
_MAY_NEED_ESCAPE = re.compile("[&<>_\x00-\x08\x0b-\x1f]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")


def escape(text: str) -> str:
    """For the inside of an XML element of a workbook, whose own escape is ``_xHHHH_``."""
    if not _MAY_NEED_ESCAPE.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


@dataclass(frozen=True)
class Heading:
    text: str
    help: str = ""
    width: int = 18
    list_name: str = ""
    """The column of the lists sheet that the drop-down offers."""
    open_list: bool = False
    """Whether words outside the list may be typed, after a word of warning."""
    several: bool = False
    """Whether several words may stand in one cell. The list then only helps with the first."""
    hidden: bool = False


class TextSheet(Worksheet):  # type: ignore[misc]
    """Rows go straight into the file. The stock way takes text between <r> and </r> for markup of its own."""

    def begin(self, columns: int, style: int) -> None:
        self._write_single_row(1)
        self._openings = [f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'] * columns
        self._letters = [f'<c r="{column_letter(index)}' for index in range(columns)]
        self.dim_colmin, self.dim_colmax, self.dim_rowmin = 0, columns - 1, 0

    def text_row(self, index: int, cells: Sequence[str], marked: Mapping[int, int] | None = None) -> None:
        """``marked`` gives some columns another style."""
        number = index + 1
        parts = [f'<row r="{number}">']
        for column, text in enumerate(cells):
            opening = self._openings[column]
            if marked and column in marked:
                opening = re.sub(r's="\d+"', f's="{marked[column]}"', opening)
            elif not text:
                continue
            parts.append(f"{self._letters[column]}{number}{opening}{escape(text)}</t></is></c>")
        parts.append("</row>")
        self.fh.write("".join(parts))
        self.previous_row = number
        self.dim_rowmax = index


class WorkbookWriter:
    def __init__(self, target: IO[bytes]) -> None:
        self.book = Workbook(target, {"constant_memory": True})
        self.text = self.book.add_format({"num_format": "@", "quote_prefix": True, "valign": "top"})
        self.bad = self.book.add_format(
            {"num_format": "@", "quote_prefix": True, "valign": "top", "bg_color": "#FFD7D5", "border": 1}
        )
        self.heading = self.book.add_format({"bold": True, "bg_color": "#E8EEF2", "num_format": "@", "bottom": 1})
        self.long_texts: list[str] = []
        self.lists: dict[str, Sequence[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write_long_texts()
            self._write_lists()
        self.book.close()

    def sheet(
        self,
        name: str,
        headings: Sequence[Heading],
        rows: Iterable[Sequence[str]],
        *,
        hidden: bool = False,
        marks: Mapping[int, Mapping[int, str]] | None = None,
        raw: bool = False,
    ) -> None:
        """``marks`` are comments for cells that are wrong, by row (the first below the headings is 1) and column.

        ``raw`` cells come from a file and are written as they were there.
        """
        sheet: Any = self.book.add_worksheet(name, worksheet_class=TextSheet)
        self._write_headings(sheet, headings)
        sheet.begin(len(headings), self.text._get_xf_index())
        bad = self.bad._get_xf_index()
        for index, row in enumerate(rows, start=1):
            found = marks.get(index) if marks else None
            for column, comment in (found or {}).items():  # before the row, as rows behind the last are closed
                sheet.write_comment(index, column, comment, {"x_scale": 2})
            cells = row if raw else [self._fit(cell) for cell in row]
            sheet.text_row(index, cells, dict.fromkeys(found, bad) if found else None)
        if hidden:
            sheet.hide()

    def _write_headings(self, sheet: Any, headings: Sequence[Heading]) -> None:
        sheet.freeze_panes(1, 0)
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading.text, self.heading)
            sheet.set_column(index, index, heading.width, self.text, {"hidden": heading.hidden})
            if heading.help:
                sheet.write_comment(0, index, heading.help, {"x_scale": 2})
            if heading.list_name in self.lists:
                sheet.data_validation(1, index, MAX_ROWS, index, self._validation(heading))

    def _validation(self, heading: Heading) -> dict[str, Any]:
        letter = column_letter(list(self.lists).index(heading.list_name))
        return {
            "validate": "list",
            "source": f"={LISTS_SHEET}!${letter}$2:${letter}${len(self.lists[heading.list_name]) + 1}",
            "show_error": not heading.several,
            "error_type": "information" if heading.open_list else "stop",
            "error_title": "Not in the list",
            "error_message": "This word is not in the list. Check how it is written.",
        }

    def _fit(self, cell: str) -> str:
        cell = encode(cell)
        if len(cell) <= CELL_UNITS // 2 or _units(cell) <= CELL_UNITS:
            return cell
        self.long_texts.append(cell)
        return long_mark(len(self.long_texts))

    def _write_long_texts(self) -> None:
        if self.long_texts:
            self.sheet(LONG_SHEET, [Heading("number"), Heading("text")], list(self._long_rows()), hidden=True)

    def _long_rows(self) -> Iterable[list[str]]:
        for number, text in enumerate(list(self.long_texts), start=1):
            for start in range(0, len(text), _PART):
                # The mark keeps a part from being taken for a special text of its own.
                yield [str(number), "|" + text[start : start + _PART]]

    def _write_lists(self) -> None:
        if self.lists:
            headings = [Heading(name) for name in self.lists]
            rows = zip_longest(*self.lists.values(), fillvalue="")
            self.sheet(LISTS_SHEET, headings, (list(row) for row in rows), hidden=True)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def join_long_texts(rows: Iterable[Sequence[str]]) -> dict[str, str]:
    """The sheet of long texts, read back: the text for each number."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        if len(row) > 1 and row[1].startswith("|"):
            texts.setdefault(row[0], []).append(row[1][1:])
    return {number: "".join(parts) for number, parts in texts.items()}
