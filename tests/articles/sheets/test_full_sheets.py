"""Sheets with every column filled are read whole, and what is asked of a workbook before that costs little.

``LONG_TESTS=1`` takes every sheet with 10,000 rows, and with ``-s`` tells the figures.
"""

import os
import time
import tracemalloc

from articles.sheets.columns import all_sheets
from articles.sheets.files.archive import Inflater, open_archive
from articles.sheets.files.read import read_file
from articles.sheets.files.workbook_guard import check_workbook
from tests.articles.sheets.builders import workbook

IS_LONG = "LONG_TESTS" in os.environ
ROWS = 10_000 if IS_LONG else 100
MOST_MEMORY = 5.0  # MiB


def test_every_sheet_is_read_whole_and_looked_at_in_little_memory(db: None) -> None:
    slowest, most = (0.0, ""), 0.0
    sheets = all_sheets() if IS_LONG else all_sheets()[:3]
    for sheet in sheets:
        rows = [[f"{heading} {number}" for heading in sheet.headings] for number in range(ROWS)]
        data = workbook(**{sheet.title.replace(" ", "_"): [sheet.headings, *rows]})
        took = min(looked_at(data) for _ in range(3))
        slowest = max(slowest, (took * 1000, f"{sheet.title}, {len(sheet.headings)} columns"))
        tracemalloc.start()
        looked_at(data)
        most = max(most, tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
        [found] = read_file(data, "a.xlsx").sheets
        assert [cells for _, cells in found.rows()] == [sheet.headings, *rows]
    told = f"{len(sheets)} sheets of {ROWS} rows; before parsing at most {slowest[0]:.0f} ms ({slowest[1]})"
    print(f"{told}, {most:.1f} MiB")  # noqa: T201 - with -s
    assert most < MOST_MEMORY


def looked_at(data: bytes) -> float:
    """Processor time."""
    begun = time.process_time()
    archive = open_archive(data)
    check_workbook(archive, Inflater(archive))
    return time.process_time() - begun
