from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from triage.engine.answers import AnswersError, parse_answers
from triage.engine.bands import causes_in_bands
from triage.engine.case import TestCase
from triage.engine.compile import Compiled
from triage.engine.level import Level
from triage.engine.result import LESS_LIKELY, OpenRule
from triage.engine.state import State, evaluate


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What became of a test case. `met` and `possible` are rules at the levels that they give."""

    case: TestCase
    level: Level | None
    met: tuple[OpenRule, ...]
    possible: tuple[OpenRule, ...]
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.failures


def run_cases(compiled: Compiled, cases: Iterable[TestCase] | None = None) -> tuple[CaseRun, ...]:
    """Runs these cases, or the protocol's own."""
    return tuple(run_case(compiled, case) for case in (compiled.protocol.cases if cases is None else cases))


def run_case(compiled: Compiled, case: TestCase) -> CaseRun:
    """A case whose answers can't be read fails; it doesn't raise."""
    try:
        answers = parse_answers(compiled.known_questions, case.answers)
    except AnswersError as error:
        return CaseRun(case, None, (), (), tuple(str(error).splitlines()))
    state = evaluate(compiled, answers)
    met = tuple(span.open for span in compiled.spans_of(state.met))
    possible = tuple(span.open for span in compiled.spans_of(state.alive))
    failures = (*level_failures(case, compiled.protocol.default.level, met, possible), *_cause_failures(case, state))
    return CaseRun(case, state.lowest, met, possible, failures)


def level_failures(
    case: TestCase, default: Level, met: Iterable[OpenRule], possible: Iterable[OpenRule]
) -> Iterator[str]:
    """How the levels that some rules give differ from what the case expects."""
    met = list(met)
    level = max([each.level for each in met], default=default)
    level = max(level, default)
    if level is not case.level:
        yield f"The level is {level.code}, not {case.level.code}."
    reaching = {each.rule for each in met if each.level == level}
    for code in case.rules:
        if code not in reaching:
            yield f"Rule {code} is not among the rules that reach {level.code}."
    if case.worst_possible is not None:
        worst = max([default, *(each.level for each in possible)])
        if worst is not case.worst_possible:
            yield f"The worst possible level is {worst.code}, not {case.worst_possible.code}."


def _cause_failures(case: TestCase, state: State) -> Iterator[str]:
    if case.causes:
        listed = {each.cause for each in causes_in_bands(state) if each.band != LESS_LIKELY}
        for slug in case.causes:
            if slug not in listed:
                yield f"The cause {slug} is not listed as possible or more likely."
