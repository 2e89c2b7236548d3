from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from triage.engine.codec import CODES, LEVEL, OBJECT, RULE_CODE, RULE_CODES, TEXT, check_fields, optional, stored
from triage.engine.level import Level


@dataclass(frozen=True, slots=True)
class TestCase:
    """Answers and what they must give.

    `level` is the level reached, questions left out being taken as absent. `rules` must all be among the rules
    that reach it. `causes` must all be listed as more likely or possible by the links alone.
    """

    __test__ = False  # not a test of pytest's

    code: str = stored(RULE_CODE)
    answers: Mapping[str, Any] = stored(OBJECT)
    level: Level = stored(LEVEL)
    title: str = stored(TEXT, default="")
    rules: tuple[str, ...] = stored(RULE_CODES, default=())
    causes: tuple[str, ...] = stored(CODES, default=())
    worst_possible: Level | None = stored(optional(LEVEL), default=None)

    def __post_init__(self) -> None:
        check_fields(self)
