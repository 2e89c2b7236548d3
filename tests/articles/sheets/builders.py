"""Spreadsheets for tests."""

import csv
import io
from typing import Any

from django.core.files.base import ContentFile

from articles.models import ImportBatch
from articles.sheets.batches import all_changes, all_findings, confirm, upload
from articles.sheets.columns import all_sheets
from articles.sheets.export import Choice, write_workbook
from articles.sheets.files.read import read_file
from articles.sheets.files.write_xlsx import Heading, WorkbookWriter
from healthkb.models import User
from tests.builders import AT, make_user

Table = list[list[str]]


def make_importer(**values: Any) -> User:
    """Someone who may do all that an import can ask for."""
    return make_user(**{"is_superuser": True, "is_staff": True, **values})


class RawWriter(WorkbookWriter):
    """Writes cells as a person types them."""

    def _fit(self, cell: str) -> str:
        return cell


def workbook(**sheets: Table) -> bytes:
    """Sheets by title, with ``_`` for a space. The first row of each has the headings."""
    target = io.BytesIO()
    with RawWriter(target) as book:
        for title, (headings, *rows) in sheets.items():
            book.sheet(
                title if title[0] == "_" else title.replace("_", " "), [Heading(heading) for heading in headings], rows
            )
    return target.getvalue()


def csv_text(table: Table) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target).writerows(table)
    return target.getvalue().encode()


def exported(*titles: str) -> bytes:
    target = io.BytesIO()
    write_workbook(target, Choice([sheet for sheet in all_sheets() if not titles or sheet.title in titles]))
    return target.getvalue()


def edited(data: bytes, sheet: str, row: int, heading: str, text: str) -> bytes:
    """The workbook with one cell changed. ``row`` is counted from the first below the headings."""
    tables = {each.name: [cells for _, cells in each.rows()] for each in read_file(data, "x.xlsx").sheets}
    table = tables[sheet]
    table[row][table[0].index(heading)] = text
    return workbook(
        **{
            name if name == "_long" else name.replace(" ", "_"): rows
            for name, rows in tables.items()
            if name not in ("_lists", "_meta")
        }
    )


def without_revisions(data: bytes) -> bytes:
    """As if a person had typed it all."""
    tables = {}
    for sheet in read_file(data, "x.xlsx").sheets:
        rows = [cells for _, cells in sheet.rows()]
        if "_rev" in rows[0]:
            tables[sheet.name.replace(" ", "_")] = [row[: rows[0].index("_rev")] for row in rows]
        elif sheet.name == "_long":
            tables["_long"] = rows
    return workbook(**tables)


def upload_now(data: bytes, name: str = "base.xlsx", *, by: User | None = None, **values: Any) -> ImportBatch:
    return upload(file=ContentFile(data, name), by=by or make_importer(), at=AT, **values)


def import_now(data: bytes, name: str = "base.xlsx", *, by: User | None = None, **values: Any) -> ImportBatch:
    batch = upload_now(data, name, by=by, **values)
    found = said(batch)
    assert found == [], found
    confirm(batch=batch, by=batch.uploaded_by, at=AT)
    return batch


def said(batch: ImportBatch, *, blocks: bool = True) -> list[str]:
    """What the preview says must be mended, or with ``blocks=False`` what it only points out."""
    return [finding.as_text() for finding in all_findings(batch) if finding.blocks == blocks]


def planned(batch: ImportBatch) -> list[tuple[str, str, str, dict[str, str], dict[str, str]]]:
    return [(each.sheet, each.action.value, each.key[0], each.before, each.after) for each in all_changes(batch)]
