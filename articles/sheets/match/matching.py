from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from articles.sheets.columns import Sheet, all_sheets, did_you_mean, sheet_titled

STOP, NUMBER, FIRST = "stop", "number", "first"


class MatchingProblem(ValueError):
    """A matching that cannot be used. The message tells an editor what to do."""


@dataclass(frozen=True)
class Matching:
    """Which column of a file fills which column of a sheet."""

    sheet: str
    """The title of our sheet."""
    source: str
    """The name of the sheet in the file."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """For each of our headings, the heading in the file."""
    same: Mapping[str, str] = field(default_factory=dict)
    """For each of our headings, one text for every row."""
    repeats: str = STOP
    """What becomes of rows whose slug an earlier row has."""
    above: int = 0
    """How many rows stand above the headings. Empty ones do not count."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(**value)

    def check(self) -> None:
        """Raises MatchingProblem."""
        titles = [sheet.title for sheet in all_sheets()]
        if self.sheet not in titles:
            raise MatchingProblem(f"There is no sheet “{self.sheet}”.{did_you_mean(self.sheet, titles)}")
        if self.repeats not in (STOP, NUMBER, FIRST):
            raise MatchingProblem("Say what becomes of rows with the same slug: stop, number or first.")
        sheet = sheet_titled(self.sheet)
        for heading in [*self.columns, *self.same]:
            if heading not in sheet.headings:
                hint = did_you_mean(heading, sheet.headings)
                raise MatchingProblem(f"“{heading}” is not a column of {sheet.title}.{hint}")
        _check_keys(sheet, {*self.columns, *self.same})


def _check_keys(sheet: Sheet, given: Collection[str]) -> None:
    for index, column in enumerate(sheet.key_columns):
        if column.heading not in given and index != sheet.locale_index:
            raise MatchingProblem(f"Choose a column for “{column.heading}”. It says which row is meant.")
