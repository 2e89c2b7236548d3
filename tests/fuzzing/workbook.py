"""The checks of a workbook before anything parses it. After a NUL comes a whole file, else the XML of a sheet."""

from articles.sheets.files.archive import Inflater, open_archive
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.sniff import sniff
from articles.sheets.files.workbook_guard import check_workbook
from tests.articles.sheets.files.hostile import HEADER, SHEET, small_cases, with_part, xlsx

SMALL = 20_000
SEEDS = [SHEET.format(HEADER).encode(), b"\0" + xlsx()]
SEEDS += [b"\0" + case.data for case in small_cases() if case.name.endswith(("xlsx", "zip")) and len(case.data) < SMALL]


def take(data: bytes) -> None:
    file = data[1:] if data.startswith(b"\0") else with_part("xl/worksheets/sheet1.xml", data)
    try:
        sniff(file[:200_000], "a.xlsx")
        archive = open_archive(file)
        check_workbook(archive, Inflater(archive))
    except FileProblem:
        pass
