"""An empty workbook with one worked example in each sheet, which can be imported as it stands."""

from collections.abc import Sequence
from typing import IO

from django.db import models

from articles.sheets.columns import Column, Sheet, space_of
from articles.sheets.files.write_xlsx import Heading, WorkbookWriter

from .exporting import fill_lists, workbook_headings
from .guide import guide_rows


def write_template(target: IO[bytes], sheets: Sequence[Sheet]) -> None:
    with WorkbookWriter(target) as book:
        fill_lists(book, sheets)
        book.sheet("README", [Heading("How to use this workbook", width=100)], guide_rows(sheets))
        for sheet in sheets:
            rows = [[*example_row(sheet), "", ""]] if _has_example(sheet) else []
            book.sheet(sheet.title, [*workbook_headings(sheet)], rows)


def example_row(sheet: Sheet) -> list[str]:
    return [_example(sheet, column) for column in sheet.columns]


def _has_example(sheet: Sheet) -> bool:
    """A picture cannot come from a sheet, so neither can an example that names one."""
    models_named = {column.target for column in sheet.columns} | {sheet.model}
    return not any(model is not None and model.__name__ == "Image" for model in models_named)


def _example(sheet: Sheet, column: Column) -> str:
    field = column.model_field
    if column.name in sheet.examples:
        return sheet.examples[column.name]
    if column.target is not None:
        return "" if column.target is sheet.model else _slug(space_of(column.target))
    name = column.name.rpartition("__")[2]
    if name == "slug":
        owner = sheet.owner_model.KIND if "__" in column.name else sheet.space
        return _slug("cause" if sheet.owner == "document" else owner)
    if name in _EXAMPLES:
        return _EXAMPLES[name]
    if column.words:
        return column.words[0]
    if isinstance(field, models.URLField):
        return "https://www.example.org/page"
    if isinstance(field, models.DateField):
        return "2026-01-31"
    if isinstance(field, models.IntegerField):
        return "12" if "review" in name else "0"
    return f"Example {column.heading}"


_EXAMPLES = {
    "locale": "en",
    "kind": "cause",
    "country": "GB",
    "emergency_number": "999",
    "code": "R25.2",
    "doi": "",
    "cautions": "heat",
    "published": "2026-01-31",
}


def _slug(space: str) -> str:
    return f"example-{space.replace('_', '-')}"
