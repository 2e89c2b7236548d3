"""Rows of a file with their key read, before anything is compared."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from django.conf import settings
from django.core.exceptions import ValidationError

from articles.sheets.columns import Column, NumberCell, Sheet, SlugCell, did_you_mean
from articles.sheets.files.cell_text import CellTextProblem, decode

from .change import Finding
from .layout import Layout

ARCHIVE, REPLACE = "archive", "replace"
_ACTIONS = {"archive": ARCHIVE, "remove": ARCHIVE, "replace": REPLACE}
DEFAULT_LOCALE = "en"
_SLUG = re.compile("[A-Za-z0-9-]{1,80}")
_NUMBER = re.compile("0|[1-9][0-9]{0,3}")


@dataclass(slots=True)
class Entry:
    row: int
    cells: list[str]
    key: tuple[str, ...]
    action: str = ""
    revision: str = ""
    owner_only: bool = False
    """The row names an owner whose set is replaced, and nothing else."""


class EntryReader:
    """Reads keys and actions of one sheet, and finds rows that have the same key."""

    def __init__(self, sheet: Sheet, layout: Layout, long_texts: Mapping[str, str], findings: list[Finding]) -> None:
        self.sheet, self.layout, self.long_texts, self.findings = sheet, layout, long_texts, findings
        self.places: dict[int, int] = {index: place for place, index in layout.cells}
        self.seen: dict[tuple[str, ...], int] = {}
        self._plain = [_plain_text(column) for column in sheet.key_columns]
        places = [self.places[index] for index in range(sheet.key_length) if index in self.places]
        is_whole = len(places) == sheet.key_length and None not in self._plain
        # itemgetter gives no tuple for one place.
        self._plain_key = itemgetter(*places) if is_whole and len(places) > 1 else None

    def read(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Entry]:
        layout, width, headings = self.layout, self.layout.width, self.layout.headings
        for number, cells in rows:
            if len(cells) < width:
                cells = cells + [""] * (width - len(cells))
            elif len(cells) > width and any(cells[width:]):
                self.say(number, "", "The row has more cells than there are headings. Check its separators or quotes.")
                continue
            if cells[:width] == headings:
                self.say(number, "", "These are the headings once more. Delete this row.")
                continue
            entry = Entry(number, cells, ())
            if layout.revision is not None:
                entry.revision = cells[layout.revision]
            if layout.action is not None and cells[layout.action]:
                entry.action = self._action(number, cells[layout.action])
            if self._has_plain_key(entry) or self._read_key(entry):
                yield entry

    def say(self, row: int, heading: str, message: str) -> None:
        self.findings.append(Finding(self.sheet.title, row, heading, message))

    def _action(self, number: int, cell: str) -> str:
        word = cell.strip().casefold()
        if word not in _ACTIONS or (_ACTIONS[word] == REPLACE and not self.sheet.owner):
            known = ["archive", "remove", "replace"] if self.sheet.owner else ["archive"]
            hint = did_you_mean(cell, known) or f" Use: {' or '.join(known)}."
            self.say(number, "_action", f"“{cell[:40]}” is not something that can be done here.{hint}")
        return _ACTIONS.get(word, "")

    def _has_plain_key(self, entry: Entry) -> bool:
        """Most rows have a key that is written as it is stored, and seen for the first time."""
        if self._plain_key is None:
            return False
        key = self._plain_key(entry.cells)
        if key in self.seen:
            return False
        for is_plain, text in zip(self._plain, key, strict=True):
            if not is_plain(text):  # type: ignore[misc]  # None was ruled out above
                return False
        entry.key = key
        self.seen[key] = entry.row
        return True

    def _read_key(self, entry: Entry) -> bool:
        texts = []
        for index in range(self.sheet.key_length):
            place = self.places.get(index)
            text = entry.cells[place].strip() if place is not None else ""
            if not text and index == self.sheet.locale_index:
                text = DEFAULT_LOCALE
            texts.append(text)
        missing = [index for index, text in enumerate(texts) if not text]
        owner_length = self.sheet.owner_length
        if missing and entry.action == REPLACE and missing == list(range(owner_length, len(texts))):
            entry.owner_only, entry.key = True, tuple(texts[:owner_length])
            return True
        if missing:
            column = self.sheet.key_columns[missing[0]]
            self.say(entry.row, column.heading, f"The {column.heading} is empty. It says which row is meant.")
            return False
        return self._check_key(entry, texts)

    def _check_key(self, entry: Entry, texts: list[str]) -> bool:
        for index, (column, text) in enumerate(zip(self.sheet.key_columns, texts, strict=True)):
            try:
                texts[index] = self._key_text(column, text)
            except (ValidationError, CellTextProblem) as problem:
                self.say(entry.row, column.heading, " ".join(getattr(problem, "messages", [str(problem)])))
                return False
        entry.key = tuple(texts)
        first = self.seen.setdefault(entry.key, entry.row)
        if first != entry.row:
            self.say(entry.row, "", f"Row {first} has the same {self._key_words()}. Keep one of the two.")
            return False
        return True

    def _key_text(self, column: Column, text: str) -> str:
        is_plain = _plain_text(column)
        if is_plain and is_plain(text):
            return text
        decoded = decode(text, self.long_texts)
        if decoded is None:
            raise ValidationError("This cell says which row is meant, so it cannot be cleared.")
        # Found by its label in the admin, or by the very word.
        return column.widget.render(column.parse(decoded))

    def _key_words(self) -> str:
        return " and ".join(column.heading for column in self.sheet.key_columns)


def _plain_text(column: Column) -> Callable[[str], object] | None:
    """What tells of most texts at first sight that they are written as they are stored."""
    name = column.name.rpartition("__")[2]
    if name == "locale":
        return dict(settings.LANGUAGES).__contains__
    if name == "slug" or isinstance(column.widget, SlugCell):
        return _SLUG.fullmatch
    return _NUMBER.fullmatch if isinstance(column.widget, NumberCell) else None
