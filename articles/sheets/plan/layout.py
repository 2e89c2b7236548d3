"""Which column of a file is which, by the headings in its first row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.sheets.columns import Column, Sheet, did_you_mean
from articles.sheets.files.spreadsheet import column_letter

from .change import Finding

ACTION, REVISION = "_action", "_rev"


@dataclass
class Layout:
    """``cells`` pairs each place in a row of the file with the place of its column in the sheet."""

    cells: list[tuple[int, int]] = field(default_factory=list)
    action: int | None = None
    revision: int | None = None
    headings: list[str] = field(default_factory=list)
    has_key: bool = True

    @property
    def width(self) -> int:
        return len(self.headings)

    def in_export_order(self, count: int) -> bool:
        return [place for place, _ in self.cells] == list(range(count)) == [index for _, index in self.cells]


def fold(heading: str) -> str:
    # An underscore in front stays: _action is not the column “action”.
    return re.sub(r"(?<=.)[\s_]+", " ", heading.strip()).casefold()


def read_layout(sheet: Sheet, first_row: list[str], findings: list[Finding]) -> Layout:
    """Findings that block are added for every heading that is not understood."""
    layout = Layout(headings=first_row)
    places = {fold(name): index for index, column in enumerate(sheet.columns) for name in _names(sheet, column)}
    seen: set[str] = set()
    for place, heading in enumerate(first_row):
        if not heading.strip():
            continue
        word = fold(heading)
        if word in seen:
            findings.append(Finding(sheet.title, 1, heading, "Two columns have this heading. Delete one of them."))
        seen.add(word)
        if word == fold(ACTION):
            layout.action = place
        elif word == fold(REVISION):
            layout.revision = place
        elif word in places:
            layout.cells.append((place, places[word]))
        else:
            findings.append(Finding(sheet.title, 1, heading, _unknown(sheet, place, heading)))
    missing = list(_missing_keys(sheet, layout))
    findings.extend(missing)
    layout.has_key = not missing
    return layout


def _names(sheet: Sheet, column: Column) -> Iterator[str]:
    """The heading, and the name of the field where no other column is called so."""
    yield column.heading
    if fold(column.name) not in {fold(heading) for heading in sheet.headings}:
        yield column.name


def _unknown(sheet: Sheet, place: int, heading: str) -> str:
    known = [*sheet.headings, ACTION]
    where = f"Column {column_letter(place)}: “{heading[:60]}” is not a column of this sheet."
    return where + (did_you_mean(heading, known) or f" Its columns are: {', '.join(sheet.headings)}.")


def _missing_keys(sheet: Sheet, layout: Layout) -> Iterator[Finding]:
    present = {index for _, index in layout.cells}
    for index, column in enumerate(sheet.key_columns):
        if index not in present and index != sheet.locale_index:
            yield Finding(
                sheet.title, 1, column.heading, f"The column “{column.heading}” is missing. It says which row is meant."
            )
