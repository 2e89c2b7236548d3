"""The working rows as a workbook, a zip of CSVs or one CSV. Rows are read and written a thousand at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from articles.models import Document
from articles.sheets.columns import CHUNK, Column, Row, Sheet, space_of
from articles.sheets.files.write_csv import csv_chunks, write_zip
from articles.sheets.files.write_xlsx import Heading, WorkbookWriter
from articles.sheets.plan.layout import ACTION, REVISION
from articles.sheets.plan.revision import revision, signature

from .guide import guide_rows

_WIDE = {"title": 40, "name": 40, "question": 40, "slug": 28}
_MAX_LIST = 32_000  # more than a drop-down can show
_ACTIONS = ["archive", "remove", "replace"]


@dataclass(frozen=True)
class Choice:
    """Which sheets, and which rows of the documents."""

    sheets: Sequence[Sheet]
    documents: frozenset[int] | None = None
    """Only these documents and their parts. Sheets without documents are given whole."""

    watch: Callable[[int, int], None] | None = None
    """Told how many rows have been read, and of how many."""

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        rows = self._watched(sheet) if self.watch else sheet.rows()
        if self.documents is None:
            return rows
        return (row for row in rows if row.owner is None or row.owner in self.documents)

    def _watched(self, sheet: Sheet) -> Iterator[Row]:
        counts = [each.model._base_manager.count() for each in self.sheets]
        before, total = sum(counts[: list(self.sheets).index(sheet)]), sum(counts)
        for seen, row in enumerate(sheet.rows(), start=1):
            yield row
            if self.watch and (seen % CHUNK == 0 or before + seen == total):
                self.watch(before + seen, total)


def write_workbook(target: IO[bytes], choice: Choice) -> None:
    with WorkbookWriter(target) as book:
        fill_lists(book, choice.sheets)
        book.sheet("README", [Heading("How to use this workbook", width=100)], guide_rows(choice.sheets))
        for sheet in choice.sheets:
            book.sheet(sheet.title, [*workbook_headings(sheet)], _rows(sheet, choice.rows(sheet)))
        meta = [["format", "1"], ["sheets", ", ".join(sheet.title for sheet in choice.sheets)]]
        book.sheet("_meta", [Heading("name"), Heading("value")], meta, hidden=True)


def write_csv_archive(target: IO[bytes], choice: Choice) -> None:
    write_zip(target, ((sheet.title, csv_rows(sheet, choice.rows(sheet))) for sheet in choice.sheets))


def csv_file(sheet: Sheet, rows: Iterable[Row]) -> Iterator[bytes]:
    return csv_chunks(csv_rows(sheet, rows))


def csv_rows(sheet: Sheet, rows: Iterable[Row]) -> Iterator[list[str]]:
    yield [*sheet.headings, ACTION, REVISION]
    yield from _rows(sheet, rows)


def _rows(sheet: Sheet, rows: Iterable[Row]) -> Iterator[list[str]]:
    mark = signature(sheet.headings)
    for row in rows:
        yield [*row.texts, "", revision(mark, row.texts)]


def workbook_headings(sheet: Sheet) -> Iterator[Heading]:
    for column in sheet.columns:
        yield Heading(
            column.heading,
            help=_help(sheet, column),
            width=_WIDE.get(column.heading, 50 if column.model_field.get_internal_type() == "TextField" else 18),
            list_name=_list_name(sheet, column),
            open_list=_named_model(sheet, column) is not None,
            several=column.is_many,
        )
    yield Heading(ACTION, help=_action_help(sheet), width=10, list_name="action" if sheet.owner else "archive")
    yield Heading(REVISION, hidden=True)


def _help(sheet: Sheet, column: Column) -> str:
    parts = [str(column.model_field.help_text)]
    if column in sheet.key_columns:
        parts.append("Says which row is meant.")
    if column.is_many:
        parts.append("Slugs, with commas between them.")
    elif column.target is not None:
        parts.append("A slug.")
    if column.words:
        parts.append(f"One of: {', '.join(column.words)}.")
    if column.is_required:
        parts.append("A new row needs it.")
    return " ".join(part for part in parts if part)


def _action_help(sheet: Sheet) -> str:
    archive = "Leave it empty. Write archive to take the row away."
    return (
        f"{archive} Write replace to take away all rows of the same page that are not here." if sheet.owner else archive
    )


def _list_name(sheet: Sheet, column: Column) -> str:
    if column.words:
        return f"{column.model_field.model._meta.label} {column.name}"
    model = _named_model(sheet, column)
    return f"slugs {space_of(model)}" if model else ""


def _named_model(sheet: Sheet, column: Column) -> Any:
    """What the slugs of the column are slugs of."""
    if column.target is not None:
        return column.target
    is_owner = column in sheet.key_columns and column.name.endswith("__slug")
    # A row of any kind can own a clinical code.
    return sheet.owner_model if is_owner and sheet.owner_model is not Document else None


def fill_lists(book: WorkbookWriter, sheets: Sequence[Sheet]) -> None:
    book.lists["action"], book.lists["archive"] = _ACTIONS, _ACTIONS[:1]
    for sheet in sheets:
        for column in sheet.columns:
            name = _list_name(sheet, column)
            if column.words:
                book.lists[name] = column.words
            elif name and name not in book.lists:
                slugs = _named_model(sheet, column)._base_manager.order_by("slug").values_list("slug", flat=True)
                if found := list(dict.fromkeys(slugs[:_MAX_LIST])):
                    book.lists[name] = found
