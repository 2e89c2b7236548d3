from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.engine.case import TestCase
from triage.engine.cases import run_case
from triage.engine.compile import Compiled
from triage.engine.level import Level


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A level is None when the answers don't fit that protocol."""

    case: TestCase
    before: Level | None
    after: Level | None

    @property
    def is_lowered(self) -> bool:
        """Counts answers that can no longer be given as lowered: nothing is said to those people any more."""
        return self.before is not None and (self.after is None or self.after < self.before)


def level_changes(before: Compiled, after: Compiled, cases: Iterable[TestCase]) -> tuple[LevelChange, ...]:
    """The cases whose level differs between two protocols, in the order given."""
    found = (LevelChange(case, run_case(before, case).level, run_case(after, case).level) for case in cases)
    return tuple(change for change in found if change.before is not change.after)
