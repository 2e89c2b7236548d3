"""Comparing the rows of one sheet with the database, a thousand at a time. Nothing is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError

from articles.sheets.columns import CHUNK, Column, Row, Sheet
from articles.sheets.files.cell_text import CellTextProblem, decode

from .change import Action, Change, Conflict, Finding
from .entries import ARCHIVE, REPLACE, Entry
from .layout import Layout
from .links import LinkChecks
from .names import Names
from .revision import Revision, RevisionProblem, known_signatures
from .tree import TreeChecks

_EXPORTED_ELSEWHERE = (
    "The hidden column _rev belongs to “{}”, not to this row. Sort all columns together, or export it again."
)
_SHORT, _MOST_KNOWN = 60, 5_000
_GONE = "This row was deleted after the export. To add it again, clear its cell in the hidden column _rev."

_Rows = dict[tuple[str, ...], Row]


class RowPlan:
    """The plan for one sheet. ``counts`` says how many rows were the same."""

    def __init__(
        self, sheet: Sheet, layout: Layout, names: Names, long_texts: Mapping[str, str], findings: list[Finding]
    ) -> None:
        self.sheet, self.layout, self.names, self.findings = sheet, layout, names, findings
        self.long_texts = long_texts
        self.unchanged = 0
        self.tree = TreeChecks(sheet)
        self.replaced: set[tuple[str, ...]] = set()
        self.present: set[tuple[str, ...]] = set()
        self._positions: dict[tuple[str, ...], int] = {}
        self.to_remove: list[tuple[int, tuple[str, ...]]] = []
        self._count = len(sheet.columns)
        self._exact = layout.in_export_order(self._count)
        self._signatures = known_signatures(sheet.headings)
        self._owner_length = sheet.owner_length
        self._filled = [(place, sheet.columns[index]) for place, index in layout.cells if index >= sheet.key_length]
        self._required = [column for column in sheet.columns[sheet.key_length :] if column.is_required]
        numbered = sheet.column_named.get("position")
        self._is_numbered = numbered is not None and numbered not in sheet.key_columns
        self._made: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._known: dict[str, dict[str, str]] = defaultdict(dict)
        """Short cells that were read before: the same words come again and again."""

    def changes(self, entries: Iterable[Entry]) -> Iterator[Change]:
        iterator = iter(entries)
        while chunk := list(islice(iterator, CHUNK)):
            yield from self._chunk(chunk)
        self.findings.extend(self.tree.findings())

    def _chunk(self, entries: list[Entry]) -> Iterator[Change]:
        current = self.current({entry.key for entry in entries if not entry.owner_only})
        clean = self._clean_places([entry.cells for entry in entries if entry.key not in current])
        links = LinkChecks(self.sheet, self.names)
        found: list[Change] = []
        for entry in entries:
            if entry.action == REPLACE:
                self.replaced.add(entry.key[: self._owner_length])
            if entry.owner_only:
                links.note_owner(entry.row, entry.key)
                continue
            self.present.add(entry.key)
            row = current.get(entry.key)
            if entry.action == ARCHIVE:
                self._remove(entry, row)
            elif row is not None and self._is_same(entry, row):
                self.unchanged += 1
            elif (change := self._compare(entry, row, current, clean)) is not None:
                links.note(change)
                self.tree.note(change)
                found.append(change)
        self.findings.extend(links.findings())
        yield from found

    def current(self, keys: Iterable[tuple[str, ...]]) -> _Rows:
        """The rows of these keys, with all others of the same owners, and of the same slugs in small letters."""
        place = self.sheet.key_columns.index(self.sheet.slug_column)
        slugs = {slug for key in keys for slug in (key[place], key[place].lower())}
        return {row.key: row for row in self.sheet.rows(slugs)} if slugs else {}

    def _is_same(self, entry: Entry, row: Row) -> bool:
        if self._exact:
            return entry.cells[: self._count] == row.texts
        cells, texts = entry.cells, row.texts
        return all(not cells[place] or cells[place] == texts[index] for place, index in self.layout.cells)

    def _remove(self, entry: Entry, row: Row | None) -> None:
        if row is None:
            self.say(entry.row, "_action", "There is no such row, so it cannot be taken away.")
        else:
            self.to_remove.append((entry.row, entry.key))

    def _clean_places(self, rows: list[list[str]]) -> set[int]:
        """Places whose cells, in all of these rows, pass every rule at first sight."""
        cells = {place: [row[place] for row in rows] for place, _ in self._filled}
        return {
            place
            for place, column in self._filled
            if column.widget.are_clean(cells[place]) and not any(cell.startswith("{") for cell in cells[place])
        }

    def _compare(self, entry: Entry, row: Row | None, current: _Rows, clean: set[int]) -> Change | None:
        try:
            base = self._base(entry, row)
        except RevisionProblem as problem:
            self.say(entry.row, "_rev", str(problem))
            return None
        if row is None:
            return self._create(entry, current, clean)
        change = Change(self.sheet.title, entry.row, Action.UPDATE, entry.key)
        is_sound = True
        for place, index in self.layout.cells:
            cell, text = entry.cells[place], row.texts[index]
            if cell and cell != text and index >= self.sheet.key_length:
                is_sound &= self._compare_cell(change, index, cell, text, base)
        if not is_sound or not self._is_row_sound(change, dict(zip(self.sheet.headings, row.texts, strict=True))):
            return None
        if not change.after and not change.conflicts:
            self.unchanged += 1
            return None
        return change

    def _compare_cell(self, change: Change, index: int, cell: str, current: str, base: Revision | None) -> bool:
        column = self.sheet.columns[index]
        if base is not None and index >= base.count:
            base = None  # the column came after the export
        wanted = self._text(change.row, column, cell)
        if wanted is None:
            return False
        if wanted == current or (base is not None and base.is_text(index, wanted)):
            return True
        if column.readonly:
            self.say(change.row, column.heading, "This cannot be changed by a spreadsheet. Change it in the admin.")
            return False
        if base is not None and not base.is_text(index, current):
            change.conflicts.append(Conflict(column.heading, base.text(index), current, wanted))
        else:
            change.before[column.heading], change.after[column.heading] = current, wanted
        return True

    def _base(self, entry: Entry, row: Row | None) -> Revision | None:
        if not entry.revision:
            return None
        base = Revision(entry.revision, self._signatures)
        key = self.sheet.key_length
        if all(base.is_text(index, entry.key[index]) for index in range(key)):
            if row is None:
                raise RevisionProblem(_GONE)
            return base
        if row is not None:
            raise RevisionProblem(_EXPORTED_ELSEWHERE.format(", ".join(filter(None, map(base.text, range(key))))))
        was = base.text(0) or "another row"
        message = f"This row was exported as “{was}”. It is added as a new row, and “{was}” stays as it is."
        self.findings.append(Finding(self.sheet.title, entry.row, "", message, blocks=False))
        return None

    def _text(self, number: int, column: Column, cell: str) -> str | None:
        """The text as it will be stored, or None after saying what is wrong."""
        if column.is_clean(cell) and cell[0] != "{":
            return cell
        known = self._known[column.name]
        if cell in known:
            return known[cell]
        try:
            text = str(column.widget.render(column.parse(decode(cell, self.long_texts))))
        except ValidationError as problem:
            self.say(number, column.heading, " ".join(problem.messages))
        except CellTextProblem as problem:
            self.say(number, column.heading, str(problem))
        else:
            if len(cell) <= _SHORT and len(known) < _MOST_KNOWN:
                known[cell] = text
            return text
        return None

    def _create(self, entry: Entry, current: _Rows, clean: set[int]) -> Change | None:
        sheet = self.sheet
        if not sheet.can_create:
            self.say(entry.row, "", "There is no such row, and new ones cannot be made by a spreadsheet.")
            return None
        after: dict[str, str] = {}
        is_sound = True
        for place, column in self._filled:
            if cell := entry.cells[place]:
                text = cell if place in clean else self._text(entry.row, column, cell)
                is_sound &= text is not None
                after[column.heading] = text or ""
        for column in self._required:
            if column.heading not in after:
                self.say(entry.row, column.heading, f"A new row needs the {column.heading}.")
                is_sound = False
        self._look_for_twin(entry, current)
        change = Change(sheet.title, entry.row, Action.CREATE, entry.key, {}, after)
        if not is_sound or (sheet.checks_rows and not self._is_row_sound(change, self._new_texts(entry.key))):
            return None
        if self._is_numbered and "position" not in after:
            after["position"] = str(self._next_position(entry.key, current))
        return change

    def _look_for_twin(self, entry: Entry, current: _Rows) -> None:
        """Spreadsheet programs write a capital at the beginning of a cell by themselves."""
        small = tuple(text.lower() for text in entry.key)
        first = small if small in current else self._made.setdefault(small, entry.key)
        if first != entry.key:
            slug = first[self.sheet.key_columns.index(self.sheet.slug_column)]
            message = f"“{slug}” is another row. If you mean that one, write its slug in the very same letters."
            self.findings.append(Finding(self.sheet.title, entry.row, "", message, blocks=False))

    def _new_texts(self, key: tuple[str, ...]) -> dict[str, str]:
        texts = {column.heading: column.widget.render(column.default_value()) for column in self.sheet.columns}
        return texts | dict(zip(self.sheet.headings, key, strict=False))

    def _is_row_sound(self, change: Change, texts: dict[str, str]) -> bool:
        message = self.sheet.row_problem({**texts, **change.after})
        if message:
            self.say(change.row, "", message)
        return not message

    def _next_position(self, key: tuple[str, ...], current: _Rows) -> int:
        """After the last row of the same owner, in the database and in the file so far."""
        owner = key[: self._owner_length + bool(self.sheet.parent)]
        if owner not in self._positions:
            place = self.sheet.headings.index("position")
            taken = [int(row.texts[place]) for row in current.values() if row.key[: len(owner)] == owner]
            self._positions[owner] = max(taken, default=-1)
        self._positions[owner] += 1
        return self._positions[owner]

    def say(self, row: int, heading: str, message: str) -> None:
        self.findings.append(Finding(self.sheet.title, row, heading, message))

    def surplus(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Keys of rows that the sheet takes away: those it names, and those it leaves out of a set it replaces."""
        yield from self.to_remove
        if self.replaced:
            place = self.sheet.key_columns.index(self.sheet.slug_column)
            for row in self.sheet.rows({owner[place] for owner in self.replaced}):
                if row.key[: self._owner_length] in self.replaced and row.key not in self.present:
                    yield 0, row.key


def texts_of(sheet: Sheet, row: Row) -> dict[str, Any]:
    return dict(zip(sheet.headings, row.texts, strict=True))
