"""Files as people really save them: read right, and what was noticed is said."""

import datetime as dt
import io

import pytest
import xlsxwriter

from articles.sheets.files.limits import CHILD_WALL_SECONDS
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.read import ReadFile, read_file

from .hostile import CELL, HEADER, xlsx, zipped


def rows(file: ReadFile) -> list[tuple[int, list[str]]]:
    return list(file.sheets[0].rows())


def test_numbers_dates_and_truth_values_become_what_a_person_would_type() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet, date = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [36, 2.5, 1e20, True, False])
        sheet.write_datetime(1, 0, dt.datetime(2024, 5, 1), date)  # noqa: DTZ001
        sheet.write_formula(1, 1, "=1+1", None, 2)
    file = read_file(target.getvalue(), "x.xlsx")
    assert rows(file) == [(1, ["36", "2.5", "1e+20", "TRUE", "FALSE"]), (2, ["2024-05-01", "2", "", "", ""])]
    assert file.notes == ["There are formulas (1). Their last saved results were read."]


def test_an_error_of_a_formula_is_no_empty_cell() -> None:
    """The parser reads it as empty, which would leave a text as it was, or a new one out, without a word."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["slug", "e", "#N/A"])
        sheet.write_formula(1, 0, "=VLOOKUP(1,A1,2)", None, "#N/A")
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
    for data in (target.getvalue(), xlsx("<row r='1'><c r='A1' t='e'><v>#N/A</v></c><c r='B1' t='e'/></row>")):
        with pytest.raises(FileProblem, match=r"cells with an error in place of a text \(2\)"):
            rows(read_file(data, "x.xlsx"))


def test_rows_and_columns_keep_their_place() -> None:
    """The first cell that holds anything is not in the corner, and a row in between is empty."""
    body = f'<row r="3">{CELL.format("B3", "slug")}</row><row r="5">{CELL.format("C5", "x")}</row>'
    assert rows(read_file(xlsx(body), "a.xlsx")) == [(3, ["", "slug", ""]), (5, ["", "", "x"])]


def test_merged_cells_hidden_rows_and_hidden_sheets_are_said() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Causes")
        sheet.write(0, 0, "slug")
        sheet.merge_range(1, 0, 2, 0, "x")
        sheet.set_row(1, None, None, {"hidden": True})
        book.add_worksheet("Old").hide()
    file = read_file(target.getvalue(), "x.xlsx")
    assert file.notes == [
        "1 rows are hidden. They were read like the others.",
        "The sheet “Old” is hidden. It was read like the others.",
    ]
    assert file.sheets[0].notes == [
        "There are merged cells (1, the first at A2). Only the first cell of each has the text."
    ]


def test_every_sheet_is_read() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name in ("Causes", "Remedies", "Tests"):
            book.add_worksheet(name).write(0, 0, "slug")
    assert [sheet.name for sheet in read_file(target.getvalue(), "x.xlsx").sheets] == ["Causes", "Remedies", "Tests"]


def test_encodings_are_recognised_and_said() -> None:
    text = "slug,name\r\nx,café – “no”\r\n"
    said = "Check that accents and quote marks look right."
    for codec, notes in {
        "utf-8": [],
        "utf-8-sig": [],
        "utf-16": [f"Read as UTF-16. {said}"],
        "utf-16-le": [f"Read as UTF-16. {said}"],
        "utf-16-be": [f"Read as UTF-16. {said}"],
        "cp1252": [f"Read as Windows-1252. {said}"],
    }.items():
        [sheet] = read_file(text.encode(codec), "causes.csv").sheets
        assert list(sheet.rows()) == [(1, ["slug", "name"]), (2, ["x", "café – “no”"])]
        assert sheet.notes == notes


def test_letters_damaged_before_are_pointed_out() -> None:
    [sheet] = read_file("slug,name\nx,cafÃ©\n".encode(), "causes.csv").sheets
    assert sheet.notes == ["Some letters look damaged by an earlier wrong encoding, for example “Ã©”."]


def test_other_separators_are_recognised_and_said() -> None:
    for text, name in (
        ("slug;name\nx;a, b\n", "semicolon"),
        ("slug\tname\nx\ta, b\n", "tab"),
        ("sep=;\nslug;name\nx;a, b\n", "semicolon"),
    ):
        [sheet] = read_file(text.encode(), "causes.csv").sheets
        assert list(sheet.rows()) == [(1, ["slug", "name"]), (2, ["x", "a, b"])]
        assert sheet.notes == [f"Cells are separated by a {name} here, not by a comma."]


def test_old_line_ends_are_read() -> None:
    [sheet] = read_file(b"slug,name\rx,y\r", "causes.csv").sheets
    assert list(sheet.rows()) == [(1, ["slug", "name"]), (2, ["x", "y"])]


def test_a_zip_is_a_sheet_for_each_csv() -> None:
    data = zipped({"base/Causes.csv": "slug\nx\n", "__MACOSX/._Causes.csv": "junk", "base/Tests.csv": "slug\n"})
    assert [sheet.name for sheet in read_file(data, "base.zip").sheets] == ["Causes", "Tests"]


def test_a_sheet_with_only_headings_is_no_problem() -> None:
    assert rows(read_file(xlsx(HEADER), "a.xlsx")) == [(1, ["slug", "name"])]


def test_reading_ends_in_a_minute_whatever_happens() -> None:
    assert CHILD_WALL_SECONDS <= 60
