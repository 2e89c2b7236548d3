"""The lists of docs/asvs.md name tests that there are, and say openly where there is none."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/asvs.md").read_text()
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| (\d|API\d)", line)]


def test_every_file_is_there() -> None:
    named = re.findall(r"`((?:tests|docs|\.ci)/[\w./-]+)`", TEXT)
    assert len(named) > 100
    assert [each for each in named if not (ROOT / each).is_file()] == []


def test_what_is_met_has_a_test_and_what_is_not_says_why() -> None:
    assert len(ROWS) > 70
    for row in ROWS:
        met = row[2] if len(row) == 4 else "yes"
        assert met.startswith(("yes", "in part: ", "no")), row
        assert "`" in row[-1] or not met.startswith("yes"), row
