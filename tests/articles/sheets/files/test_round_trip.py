"""What is written comes back, character for character, and nothing in it is ever a formula."""

import csv
import io
import re
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.sheets.files.cell_text import decode, encode
from articles.sheets.files.formula_guard import guard, unguard
from articles.sheets.files.read import read_file
from articles.sheets.files.write_csv import csv_chunks, write_zip
from articles.sheets.files.write_xlsx import LONG_SHEET, Heading, WorkbookWriter, join_long_texts

FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\ufeff=1", "\u200b=1", "\u2060+1"),
    *("＝1+1", "＋1", "－1", "＠SUM(A1)", "\u22121", "'=1", "''=1", "'+1", "=cmd|' /C calc'!A0", "@echo", "\x00=1"),
    *('=HYPERLINK("http://x.example","y")', "=IMPORTXML(A1)", "=WEBSERVICE(A1)", "-2+3+cmd|' /C calc'!A0", "+1-1"),
    *(
        "a;=1",
        "a,=1",
        "a\t=1",
        "a|=1",
        "a;'=1",
        "a\n=1",
        'a";=1',
        "; =1",
        "a;\u200b=1",
        "x\n@SUM(1)",
        "\u202e=1",
        "x;+1",
    ),
    *("=\n1", "\u00ad=1", "a,-1", "a\r\n=1", "==1", "'", "''", "-", "@", "- item", "a\n- item\n- item"),
]
HOSTILE = [
    *FORMULAS,
    *("007", "TRUE", "1E5", "2024-05-01", "3/4", "1.0", " lead", "trail ", "a\nb", "a\r\nb", "a\rb", "\n", "\t", " "),
    *("\x0b", "\x1f\x1e\x1b", "_x000B_", "_x005F_x000B_", "_xD83D_", "<r></is></c><c><v>9</v></c></r>", "&amp;<b>"),
    *("שלום עולם", "e\u0301", "é", "👩‍⚕️", "\u202eabc", "\ufffe\uffff", "\ud800", "\x00", '"quoted"', "'quoted'"),
    *("{clear}", "{text}", "{text}{clear}", "{codes}1", "{long:1}", "{Long:1}", "{", "{clear} ", "x" * 20_000),
    *("😀" * 20_000, "_x0041_" * 5000, "a" * 32_767, "a" * 32_768, "#REF!", "\x7f\x85\u2028", "`~!#$%^&*()"),
]


def through_xlsx(texts: list[str]) -> list[str]:
    target = io.BytesIO()
    with WorkbookWriter(target) as book:
        book.sheet("Causes", [Heading("slug"), Heading("text")], [["x", text] for text in texts])
    sheets = {sheet.name: sheet for sheet in read_file(target.getvalue(), "a.xlsx").sheets}
    long_texts = join_long_texts(row for _, row in sheets[LONG_SHEET].rows()) if LONG_SHEET in sheets else {}
    return [str(decode(row[1], long_texts)) for _, row in sheets["Causes"].rows()][1:]


def through_csv(texts: list[str]) -> list[str]:
    data = b"".join(csv_chunks([["slug", "text"], *(["x", text] for text in texts)]))
    [sheet] = read_file(data, "causes.csv").sheets
    return [str(decode(row[1], {})) for _, row in sheet.rows()][1:]


def test_every_hostile_text_survives_a_workbook() -> None:
    assert through_xlsx(HOSTILE) == HOSTILE


def test_every_hostile_text_survives_csv() -> None:
    assert through_csv(HOSTILE) == HOSTILE


def test_every_hostile_text_survives_a_zip_of_csvs() -> None:
    target = io.BytesIO()
    write_zip(target, [("Causes", [["slug", "text"], *(["x", text] for text in HOSTILE)]), ("Tests", [["slug"]])])
    sheets = read_file(target.getvalue(), "base.zip").sheets
    assert [sheet.name for sheet in sheets] == ["Causes", "Tests"]
    assert [decode(row[1], {}) for _, row in sheets[0].rows()][1:] == HOSTILE


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("'=+-@;,|\t\r\n \ufeff\u200bax")))
def test_the_guard_is_reversible_and_leaves_nothing_live(text: str) -> None:
    guarded = guard(text)
    assert unguard(guarded) == text
    assert not is_live(guarded)


def is_live(text: str) -> bool:
    """What a spreadsheet program may take for a formula, judged without the guard's own pattern."""
    seen = "".join(each for each in text if unicodedata.category(each) not in ("Cf", "Zs"))
    return unicodedata.normalize("NFKC", seen)[:1] in tuple("=+-@\t\r\n\u2212\0")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_csv_cell_is_a_formula_in_any_separator(text: str) -> None:
    line = b"".join(csv_chunks([["x", text]])).decode("utf-8-sig")
    assert [cell for cell in next(csv.reader(io.StringIO(line, newline=""))) if is_live(cell)] == []
    for separator in ";|\t":
        cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=separator))
        assert [cell for cell in cells[1:] if cell and is_live(cell.removesuffix('"'))] == []


def test_every_workbook_cell_is_marked_as_text() -> None:
    target = io.BytesIO()
    with WorkbookWriter(target) as book:
        book.sheet("Causes", [Heading("slug")], [[text] for text in FORMULAS])
    with zipfile.ZipFile(target) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    kinds = re.findall(r'<c r="A(?!1")\d+" s="(\d+)" t="(\w+)"', sheet)
    assert "<f" not in sheet
    assert len(kinds) == len(FORMULAS)
    assert set(kinds) == {("1", "inlineStr")}
    assert 'quotePrefix="1"' in re.findall(r"<xf .*?>", styles.split("<cellXfs")[1])[1]


def test_text_that_was_never_exported_is_left_as_it_is() -> None:
    for text in ("'quoted' words", "it's", "don't - stop", "5-10 minutes", "a=b", "e.g. x; y"):
        assert unguard(text) == text


CELLS = st.text(alphabet=st.sampled_from("'=+-@;,|\t\r\n \ufeff\u200bax\x1e\x1f{\""), max_size=12)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=4))
def test_many_rows_at_once_are_guarded_like_each_cell(rows: list[list[str]]) -> None:
    expected = io.StringIO(newline="")
    csv.writer(expected, quoting=csv.QUOTE_ALL).writerows([guard(encode(cell)) for cell in row] for row in rows)
    assert b"".join(csv_chunks(rows)).decode() == "\ufeff" + expected.getvalue()
