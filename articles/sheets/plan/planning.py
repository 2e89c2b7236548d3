"""A whole file compared with the whole database. Only reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from articles.models.people import Person
from articles.sheets.columns import CHUNK, Sheet, all_sheets, did_you_mean
from articles.sheets.files.read import ReadFile
from articles.sheets.files.read import Sheet as FileSheet
from articles.sheets.files.write_xlsx import LONG_SHEET, join_long_texts

from .change import Action, Change, Finding
from .entries import ARCHIVE, EntryReader
from .layout import Layout, fold, read_layout
from .names import Name, Names
from .removal import removals
from .rights import missing_rights
from .rows import RowPlan

MAX_FINDINGS = 5_000
_GUIDE = {"readme", "read me"}


@dataclass
class SheetCounts:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    conflicts: int = 0

    def count(self, change: Change) -> None:
        self.conflicts += len(change.conflicts)
        if change.action == Action.CREATE:
            self.new += 1
        elif change.action == Action.REMOVE:
            self.removed += 1
        elif change.after:
            self.changed += 1


@dataclass
class _Part:
    sheet: Sheet
    file_sheet: FileSheet
    layout: Layout


@dataclass
class Plan:
    """``changes()`` is to be gone through once. ``findings`` and ``counts`` are complete after that."""

    file: ReadFile
    by: Person
    only: str = ""
    """The title of the sheet that a CSV is, when its name does not say so."""
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, SheetCounts] = field(default_factory=dict)
    watch: Callable[[int], None] = lambda seen: None
    """Told now and then how many rows have been looked at. What it raises stops the comparison."""
    seen: int = 0

    @property
    def is_blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)

    def changes(self) -> Iterator[Change]:
        self.findings += [Finding("", 0, "", note, blocks=False) for note in self.file.notes]
        long_texts = self._long_texts()
        parts = sorted(self._parts(), key=lambda part: all_sheets().index(part.sheet))
        names = self._names(parts, long_texts)
        later: list[list[Change]] = []
        for part in parts:
            plan = RowPlan(part.sheet, part.layout, names, long_texts, self.findings)
            counts = self.counts[part.sheet.title] = SheetCounts()
            yield from self._counted(self._changed(part, plan, long_texts), part.sheet)
            later.append(list(self._counted(removals(plan, self.findings), part.sheet)))
            counts.unchanged = plan.unchanged
            if len(self.findings) > MAX_FINDINGS:
                self.findings.append(
                    Finding("", 0, "", "There are more problems than can be listed. Mend these first.")
                )
                break
        yield from _once(chain.from_iterable(reversed(later)))

    def _changed(self, part: _Part, plan: RowPlan, long_texts: Mapping[str, str]) -> Iterator[Change]:
        reader = EntryReader(part.sheet, part.layout, long_texts, self.findings)
        rows = part.file_sheet.rows()
        next(rows, None)
        return plan.changes(reader.read(self._watched(rows)))

    def _watched(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
        while chunk := list(islice(rows, CHUNK)):
            yield from chunk
            self.seen += len(chunk)
            self.watch(self.seen)

    def _counted(self, changes: Iterator[Change], sheet: Sheet) -> Iterator[Change]:
        actions: set[Action] = set()
        for change in changes:
            self.counts.setdefault(change.sheet, SheetCounts()).count(change)
            actions.add(change.action)
            yield change
        self.findings.extend(missing_rights(self.by, sheet, actions))

    def _parts(self) -> Iterator[_Part]:
        titles: set[str] = set()
        sheets = {fold(sheet.title): sheet for sheet in all_sheets()}
        for file_sheet in self.file.sheets:
            self.findings += [Finding(file_sheet.name, 0, "", note, blocks=False) for note in file_sheet.notes]
            name = fold(self.only or file_sheet.name)
            if file_sheet.name.startswith("_") or name in _GUIDE:
                continue
            if name not in sheets:
                self._say_unknown(file_sheet.name)
            elif name in titles:
                self._say(file_sheet.name, "Two sheets have this name. Put their rows together in one.")
            elif (part := self._part(sheets[name], file_sheet)) is not None:
                yield part
            titles.add(name)

    def _part(self, sheet: Sheet, file_sheet: FileSheet) -> _Part | None:
        first = next(file_sheet.rows(), None)
        if first is None:
            self.findings.append(Finding(sheet.title, 0, "", "The sheet is empty.", blocks=False))
            return None
        layout = read_layout(sheet, first[1], self.findings)
        return _Part(sheet, file_sheet, layout) if layout.has_key else None

    def _say_unknown(self, name: str) -> None:
        known = [sheet.title for sheet in all_sheets()]
        hint = did_you_mean(name, known) or f" The sheets are: {', '.join(known)}."
        self._say(name, f"There is no sheet of this name.{hint} To keep notes in a sheet, start its name with _.")

    def _say(self, sheet: str, message: str) -> None:
        self.findings.append(Finding(sheet, 0, "", message))

    def _long_texts(self) -> dict[str, str]:
        rows = [row for sheet in self.file.sheets if sheet.name == LONG_SHEET for _, row in sheet.rows()]
        return join_long_texts(rows)

    def _names(self, parts: list[_Part], long_texts: Mapping[str, str]) -> Names:
        """With those of the rows that the file itself adds, so that its sheets can name each other's."""
        names = Names()
        linked = {column.target for part in parts for column in part.sheet.columns if column.target}
        owned = any(part.sheet.owner for part in parts)
        parents = {part.sheet.parent_model for part in parts}
        for part in parts:
            is_owner = part.sheet.model in linked or (owned and part.sheet.is_document)
            if part.sheet.model not in parents and (part.sheet.owner or not is_owner):
                continue
            rows = part.file_sheet.rows()
            next(rows, None)
            for entry in EntryReader(part.sheet, part.layout, long_texts, []).read(rows):
                name = _name(part.sheet, entry.key)
                if entry.action == ARCHIVE:
                    names.drop(part.sheet.space, name)
                else:
                    names.add(part.sheet.space, [name])
        return names


def _name(sheet: Sheet, key: tuple[str, ...]) -> Name:
    """What other rows call the row with this key."""
    if sheet.owner:
        return key[-1], " ".join(key[: sheet.owner_length])
    return key[0], key[1] if sheet.is_document else ""


def _once(removals: Iterable[Change]) -> Iterator[Change]:
    """A part that goes with its page may be named by its own sheet too."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for change in removals:
        if (change.sheet, change.key) not in seen:
            seen.add((change.sheet, change.key))
            yield change
