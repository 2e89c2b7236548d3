from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass

from triage.engine.codec import (
    CODE,
    FLAG,
    LEVEL,
    NUMBER,
    TEXT,
    TEXTS,
    WAYS,
    check_fields,
    list_of,
    one_of,
    optional,
    record,
    stored,
)
from triage.engine.condition import Ways, problems_with_shape
from triage.engine.level import Level
from triage.engine.problem import Problem, ProtocolError

YES_NO, ONE_OF, MANY_OF, NUMBER_KIND = KINDS = ("yes_no", "one_of", "many_of", "number")
UNSURE, NONE, YES, NO = "unsure", "none", "yes", "no"
_COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


@dataclass(frozen=True, slots=True)
class Option:
    """`red_flag` is the least level that choosing it must give, every other answer being calm."""

    code: str = stored(CODE)
    label: str = stored(TEXT)
    red_flag: Level | None = stored(optional(LEVEL), default=None)
    synonyms: tuple[str, ...] = stored(TEXTS, default=())

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number past `value` is a finding of its own, such as `duration_days.over_14`."""

    code: str = stored(CODE)
    op: str = stored(one_of(*_COMPARE))
    value: float = stored(NUMBER)
    label: str = stored(TEXT, default="")

    def __post_init__(self) -> None:
        check_fields(self)

    def met_by(self, value: float) -> bool:
        return bool(_COMPARE[self.op](value, self.value))


@dataclass(frozen=True, slots=True)
class Question:
    """`applies` says when it is asked (always, when empty); it may rest on earlier questions only."""

    code: str = stored(CODE)
    kind: str = stored(one_of(*KINDS))
    text: str = stored(TEXT)
    stage: str = stored(CODE)
    text_for_carer: str = stored(TEXT, default="")
    help: str = stored(TEXT, default="")
    options: tuple[Option, ...] = stored(list_of(record(Option)), default=())
    thresholds: tuple[Threshold, ...] = stored(list_of(record(Threshold)), default=())
    allows_unsure: bool = stored(FLAG, default=False)
    unsure_label: str = stored(TEXT, default="I'm not sure")
    allows_none: bool = stored(FLAG, default=False)
    none_label: str = stored(TEXT, default="None of these")
    red_flag: Level | None = stored(optional(LEVEL), default=None)
    min: float | None = stored(optional(NUMBER), default=None)
    max: float | None = stored(optional(NUMBER), default=None)
    step: float | None = stored(optional(NUMBER), default=None)
    unit: str = stored(TEXT, default="")
    synonyms: tuple[str, ...] = stored(TEXTS, default=())
    required: bool = stored(FLAG, default=True)
    safety_critical: bool = stored(FLAG, default=False)
    applies: Ways = stored(WAYS, default=())

    def __post_init__(self) -> None:
        check_fields(self)
        if problems := list(self._problems()):
            raise ProtocolError(problems)

    @property
    def finding_codes(self) -> tuple[str, ...]:
        """What can be present: options, thresholds, `yes`, and `unsure` where it is offered. Never `none` or `no`."""
        codes = [option.code for option in self.options] + [threshold.code for threshold in self.thresholds]
        codes += [YES] * (self.kind == YES_NO) + [UNSURE] * self.allows_unsure
        return tuple(codes)

    def _problems(self) -> Iterator[Problem]:
        yield from self._problems_with_codes()
        yield from self._problems_with_kind()
        if self.kind == NUMBER_KIND:
            yield from self._problems_with_range()
        for problem in problems_with_shape(self.applies):
            yield problem.under("applies")

    def _problems_with_codes(self) -> Iterator[Problem]:
        places = [(f"options[{index}].code", option.code) for index, option in enumerate(self.options)]
        places += [(f"thresholds[{index}].code", each.code) for index, each in enumerate(self.thresholds)]
        seen: set[str] = set()
        for path, code in places:
            if code in seen:
                yield Problem(path, code, f'"{code}" is there twice.')
            if code == UNSURE:
                yield Problem(path, code, '"unsure" is offered with "allows_unsure": true, not as an option.')
            if code == NONE and self.kind != ONE_OF:
                yield Problem(path, code, '"none" is offered with "allows_none": true, not as an option.')
            seen.add(code)

    def _problems_with_kind(self) -> Iterator[Problem]:
        choice = self.kind in (ONE_OF, MANY_OF)
        least = {ONE_OF: 2, MANY_OF: 1}.get(self.kind, 0)
        if len(self.options) < least:
            yield Problem("options", self.kind, f"A {self.kind} question needs {least} or more options.")
        if self.options and not choice:
            yield Problem("options", self.kind, f"A {self.kind} question has no options.")
        if self.thresholds and self.kind != NUMBER_KIND:
            yield Problem("thresholds", self.kind, "Only a number has thresholds.")
        if self.allows_none and self.kind != MANY_OF:
            yield Problem("allows_none", self.kind, "Only a many_of question offers none of these.")
        if self.red_flag is not None and self.kind != YES_NO:
            yield Problem("red_flag", self.kind, "Mark the option; only a yes_no question is marked as a whole.")
        if self.kind != NUMBER_KIND and (self.min, self.max, self.step) != (None, None, None):
            yield Problem("min", self.kind, "Only a number has min, max and step.")

    def _problems_with_range(self) -> Iterator[Problem]:
        if self.min is None or self.max is None or not self.min < self.max:
            yield Problem("min", f"{self.min} to {self.max}", "A number needs a min that is less than its max.")
            return
        if self.step is not None and not 0 < self.step <= self.max - self.min:
            yield Problem("step", str(self.step), "The step must be above 0 and fit between min and max.")
        for index, threshold in enumerate(self.thresholds):
            if not self.min <= threshold.value <= self.max:
                path = f"thresholds[{index}].value"
                yield Problem(path, str(threshold.value), f"{threshold.value} is outside {self.min} to {self.max}.")
