"""A bar on a terminal, nothing in a pipe."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.articles.sheets.builders import make_importer, workbook
from tests.builders import make_cause

pytestmark = pytest.mark.django_db
ROWS = [["slug", "name"], *([f"c{number}", "C"] for number in range(1_200))]
FULL = "#" * 30


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def drawn(screen: StringIO) -> list[str]:
    return [line.strip() for line in screen.getvalue().split("\r") if line]


def test_an_import_shows_what_it_has_compared_and_saved(tmp_path: Path) -> None:
    file, screen = tmp_path / "x.xlsx", Terminal()
    file.write_bytes(workbook(Causes=ROWS))
    call_command("import_kb", file, by=make_importer().username, stdout=StringIO(), stderr=screen)
    assert drawn(screen) == [
        f"Compared [{'#' * 24:30}] 1,000 of 1,201 rows",
        f"Compared [{'#' * 29:30}] 1,200 of 1,201 rows",
        f"Compared [{FULL}] 1,201 of 1,201 rows",
        f"Saved [{' ' * 30}] 0 of 1,200 rows",
        f"Saved [{'#' * 25:30}] 1,000 of 1,200 rows",
        f"Saved [{FULL}] 1,200 of 1,200 rows",
    ]


def test_an_export_shows_what_it_has_written(tmp_path: Path) -> None:
    make_cause(slug="a")
    make_cause(slug="b")
    screen = Terminal()
    call_command("export_kb", tmp_path / "x.zip", kinds=["Causes"], stdout=StringIO(), stderr=screen)
    assert drawn(screen) == [f"Wrote [{FULL}] 2 of 2 rows"]


@pytest.mark.parametrize("name", ["x.xlsx", "x.zip"])
def test_in_a_pipe_there_is_nothing(tmp_path: Path, name: str) -> None:
    make_cause(slug="a")
    errors, out = StringIO(), StringIO()
    call_command("export_kb", tmp_path / name, stdout=out, stderr=errors)
    assert (out.getvalue(), errors.getvalue()) == ("", "")
    call_command("import_kb", tmp_path / name, by=make_importer().username, stdout=StringIO(), stderr=errors)
    assert errors.getvalue() == ""
