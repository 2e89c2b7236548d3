"""What an import is going to do, as text. It is the same whether it comes from a file or takes an import back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Action(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    REMOVE = "remove"


class Conflict(NamedTuple):
    """A cell that changed both in the file and in the database since the export."""

    heading: str
    base: str | None
    """The text when the file was exported, or ``None`` if the file does not hold it."""
    current: str
    wanted: str


@dataclass(slots=True)
class Change:
    """One row. ``before`` and ``after`` hold the cells that differ, by heading; a removed row has only ``before``."""

    sheet: str
    row: int
    action: Action
    key: tuple[str, ...]
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def as_json(self) -> list[Any]:
        conflicts = [list(conflict) for conflict in self.conflicts]
        return [self.sheet, self.row, self.action.value, list(self.key), self.before, self.after, conflicts]

    @classmethod
    def from_json(cls, value: list[Any]) -> "Change":
        sheet, row, action, key, before, after, conflicts = value
        return cls(sheet, row, Action(action), tuple(key), before, after, [Conflict(*each) for each in conflicts])

    def reversed(self) -> "Change":
        """The change that takes this one back."""
        opposite = {Action.CREATE: Action.REMOVE, Action.REMOVE: Action.CREATE}.get(self.action, self.action)
        return Change(self.sheet, self.row, opposite, self.key, self.after, self.before)


class Finding(NamedTuple):
    """Something to tell the editor. ``row`` is 0 for the whole sheet, ``heading`` empty for the whole row."""

    sheet: str
    row: int
    heading: str
    message: str
    blocks: bool = True

    def as_text(self) -> str:
        place = ", ".join(
            [self.sheet or "File", *([f"row {self.row}"] if self.row else []), *filter(None, [self.heading])]
        )
        return f"{place}: {self.message}"


Texts = Mapping[str, str]
