from __future__ import annotations

from dataclasses import dataclass

from triage.engine.codec import LEVEL, RULE_CODE, TEXT, TEXTS, WAYS, check_fields, optional, stored
from triage.engine.condition import Ways, problems_with_shape
from triage.engine.level import Level
from triage.engine.problem import ProtocolError, refuse


@dataclass(frozen=True, slots=True)
class Rule:
    """Gives `level` when any one of its ways is met.

    `level_if_unsure` is given when a way is met once "not sure" is counted as present.
    """

    code: str = stored(RULE_CODE)
    level: Level = stored(LEVEL)
    any: Ways = stored(WAYS)
    message: str = stored(TEXT)
    level_if_unsure: Level | None = stored(optional(LEVEL), default=None)
    action: str = stored(TEXT, default="")
    rationale: str = stored(TEXT, default="")
    red_flag: str = stored(TEXT, default="")
    sources: tuple[str, ...] = stored(TEXTS, default=())

    def __post_init__(self) -> None:
        check_fields(self)
        if not self.any:
            raise refuse("any", self.code, f"Rule {self.code} has no way to be met.")
        if problems := [problem.under("any") for problem in problems_with_shape(self.any)]:
            raise ProtocolError(problems)
        if self.level is Level.SELF_CARE:
            raise refuse("level", self.code, f"Rule {self.code} gives self-care, which is what no rule at all gives.")
        unsure = self.level_if_unsure
        if unsure is not None and not Level.SELF_CARE < unsure <= self.level:
            words = f"Rule {self.code}: not being sure can't give self-care, nor more than being sure."
            raise refuse("level_if_unsure", unsure.code, words)
