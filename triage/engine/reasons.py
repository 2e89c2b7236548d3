"""Which answers a met condition rests on."""

from __future__ import annotations

from triage.engine.answers import Value
from triage.engine.compile import Span, places_in
from triage.engine.question import UNSURE
from triage.engine.result import Because, FiredRule
from triage.engine.state import State


def fired_rules(state: State) -> tuple[FiredRule, ...]:
    """Every rule that is met, once, at the most urgent level that it gives; most urgent first."""
    found: dict[str, FiredRule] = {}
    for span in state.compiled.spans_of(state.met):
        if span.rule.code not in found:
            found[span.rule.code] = _fired(state, span)
    return tuple(found.values())


def because(state: State, ways: int) -> tuple[Because, ...]:
    """The answers that meet these ways: only the choices that count, in the order of the questions."""
    wanted: dict[int, int] = {}
    for place in places_in(ways):
        for index, atoms in state.compiled.groups[place].items():
            for atom in atoms:
                wanted[index] = wanted.get(index, 0) | atom
    return tuple(_because(state, index, wanted[index]) for index in sorted(wanted))


def _because(state: State, index: int, findings: int) -> Because:
    asked = state.compiled.questions[index]
    return Because(asked.code, _cut_down(state.answers[asked.code], asked.findings.bits, findings))


def _cut_down(answer: Value, bits: dict[str, int], findings: int) -> Value:
    if isinstance(answer, tuple):
        return tuple(code for code in answer if bits[code] & findings)
    return answer


def _fired(state: State, span: Span) -> FiredRule:
    rule = span.rule
    reasons = because(state, state.met & span.mask)
    return FiredRule(
        rule=rule.code,
        level=span.level,
        message=rule.message,
        action=rule.action,
        rationale=rule.rationale,
        red_flag=rule.red_flag,
        sources=rule.sources,
        because=reasons,
        unsure=any(reason.answer == UNSURE for reason in reasons),
    )
