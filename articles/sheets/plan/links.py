"""Whether the slugs that changed rows name exist, asked for all rows of a chunk at once."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from articles.sheets.columns import Column, Sheet, space_of

from .change import Change, Finding
from .names import Name, Names, name_in

_Wanted = tuple[str, str, Any, Name]
"""The heading of a cell, and what it names: the kind, its model, and the name."""


class LinkChecks:
    def __init__(self, sheet: Sheet, names: Names) -> None:
        self.sheet, self.names = sheet, names
        self._wanted: dict[_Wanted, list[int]] = defaultdict(list)
        self._texts: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        """By the place of a column in ``_others``, the text and the language. Most texts come in many rows."""
        linked = [column for column in sheet.columns if column.target is not None]
        self._in_key = [(place, column) for place, column in enumerate(sheet.key_columns) if column in linked]
        self._others = [column for column in linked if column not in sheet.key_columns]

    def note(self, change: Change) -> None:
        """What a changed or new row names."""
        if change.action == "create" and self.sheet.owner:
            self.note_owner(change.row, change.key)
        if change.action == "create" and self.sheet.parent:
            heading = self.sheet.key_columns[self.sheet.parent_index].heading
            name = parent_name(self.sheet, change.key)
            model = self.sheet.parent_model
            self._wanted[heading, space_of(model), model, name].append(change.row)
        locale = change.key[self.sheet.locale_index] if self.sheet.locale_index is not None else ""
        if change.action == "create":
            for place, column in self._in_key:
                self._want(change.row, column.heading, column.target, change.key[place], locale)
        for place, column in enumerate(self._others):
            if text := change.after.get(column.heading) or (change.conflicts and _conflicting(change, column)):
                self._texts[place, text, locale].append(change.row)

    def note_owner(self, row: int, key: tuple[str, ...]) -> None:
        space, name = owner_name(self.sheet, key)
        self._want(row, self.sheet.slug_column.heading, self.sheet.owner_model, *name, space=space)

    def _want(self, row: int, heading: str, model: Any, slug: str, locale: str, space: str = "") -> None:
        self._wanted[heading, space or space_of(model), model, name_in(model, slug, locale)].append(row)

    def findings(self) -> list[Finding]:
        for (place, text, locale), rows in self._texts.items():
            for slug in text.split(", "):
                column = self._others[place]
                name = name_in(column.target, slug, locale)
                self._wanted[column.heading, space_of(column.target), column.target, name] += rows
        spaces: dict[tuple[str, Any], set[Name]] = defaultdict(set)
        for _, space, model, name in self._wanted:
            spaces[space, model].add(name)
        for (space, model), wanted in spaces.items():
            owner = self.sheet.parent_owner if model is self.sheet.parent_model else ""
            self.names.ask(space, model, wanted, owner=owner)
        return sorted(self._unknown(), key=lambda finding: finding.row)

    def _unknown(self) -> Iterator[Finding]:
        for (heading, space, _, name), rows in self._wanted.items():
            if not self.names.has(space, name):
                message = self.names.unknown(space, name)
                yield from (Finding(self.sheet.title, row, heading, message) for row in rows)


def _conflicting(change: Change, column: Column) -> str:
    return "".join([conflict.wanted for conflict in change.conflicts if conflict.heading == column.heading])


def owner_name(sheet: Sheet, key: tuple[str, ...]) -> tuple[str, Name]:
    """The kind and the name of the document that a row with this key is part of."""
    by_name = {
        column.name.rpartition("__")[2]: text
        for column, text in zip(sheet.key_columns, key, strict=False)
        if "__" in column.name
    }
    return by_name.get("kind") or sheet.owner_model.KIND, (by_name["slug"], by_name["locale"])


def parent_name(sheet: Sheet, key: tuple[str, ...]) -> Name:
    """A code, and the document in which it stands for something."""
    return key[sheet.parent_index], " ".join(key[: sheet.owner_length])
