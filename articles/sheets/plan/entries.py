"""Rows of a file with their key read, before anything is compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError

from articles.sheets.columns import Column, Sheet, did_you_mean
from articles.sheets.files.cell_text import CellTextProblem, decode

from .change import Finding
from .layout import Layout

ARCHIVE, REPLACE = "archive", "replace"
_ACTIONS = {"archive": ARCHIVE, "remove": ARCHIVE, "replace": REPLACE}
DEFAULT_LOCALE = "en"


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
        self._plain = [column.name.rpartition("__")[2] == "slug" for column in sheet.key_columns]

    def read(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Entry]:
        layout, width = self.layout, self.layout.width
        for number, cells in rows:
            if len(cells) < width:
                cells = cells + [""] * (width - len(cells))
            elif len(cells) > width and any(cells[width:]):
                self.say(number, "", "The row has more cells than there are headings. Check its separators or quotes.")
                continue
            entry = Entry(number, cells, ())
            if layout.revision is not None:
                entry.revision = cells[layout.revision]
            if layout.action is not None and cells[layout.action]:
                entry.action = self._action(number, cells[layout.action])
            if self._read_key(entry):
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
                texts[index] = self._key_text(column, text, is_slug=self._plain[index])
            except (ValidationError, CellTextProblem) as problem:
                self.say(entry.row, column.heading, " ".join(getattr(problem, "messages", [str(problem)])))
                return False
        entry.key = tuple(texts)
        first = self.seen.setdefault(entry.key, entry.row)
        if first != entry.row:
            self.say(entry.row, "", f"Row {first} has the same {self._key_words()}. Keep one of the two.")
            return False
        return True

    def _key_text(self, column: Column, text: str, *, is_slug: bool) -> str:
        if is_slug and text.isascii() and text.replace("-", "").isalnum() and len(text) <= 80:
            return text
        if column.name.rpartition("__")[2] == "locale" and text in dict(settings.LANGUAGES):
            return text
        decoded = decode(text, self.long_texts)
        if decoded is None:
            raise ValidationError("This cell says which row is meant, so it cannot be cleared.")
        # Found by its label in the admin, or by the very word.
        return column.widget.render(column.parse(decoded))

    def _key_words(self) -> str:
        return " and ".join(column.heading for column in self.sheet.key_columns)
