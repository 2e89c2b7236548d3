from __future__ import annotations

from dataclasses import dataclass

from triage.engine.codec import CODE, TEXT, WAYS, check_fields, one_of, stored
from triage.engine.condition import Ways, problems_with_shape
from triage.engine.problem import ProtocolError, refuse

WEIGHTS = {"++": 2, "+": 1, "0": 0, "-": -1, "--": -2}


@dataclass(frozen=True, slots=True)
class Cause:
    slug: str = stored(CODE)
    title: str = stored(TEXT, default="")

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, slots=True)
class CauseLink:
    """What a condition says for or against a cause. Never bears on how urgent anything is."""

    cause: str = stored(CODE)
    any: Ways = stored(WAYS)
    if_present: str = stored(one_of(*WEIGHTS), default="0")
    if_absent: str = stored(one_of(*WEIGHTS), default="0")
    note: str = stored(TEXT, default="")

    def __post_init__(self) -> None:
        check_fields(self)
        if not self.any:
            raise refuse("any", self.cause, f"A link to {self.cause} has no condition.")
        if problems := [problem.under("any") for problem in problems_with_shape(self.any)]:
            raise ProtocolError(problems)
        if (self.if_present, self.if_absent) == ("0", "0"):
            raise refuse("if_present", self.cause, f"A link to {self.cause} says nothing for or against it.")
