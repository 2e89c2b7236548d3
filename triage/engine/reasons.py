"""Which answers a met condition rests on."""

from __future__ import annotations

from triage.engine.compile import Asked, Span, places_in
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
        for index, findings in state.compiled.wanted[place]:
            wanted[index] = wanted.get(index, 0) | findings
    return tuple([_because(state, state.compiled.questions[index], wanted[index]) for index in sorted(wanted)])


def _because(state: State, asked: Asked, findings: int) -> Because:
    answer = state.answers[asked.code]
    if isinstance(answer, tuple) and len(answer) > 1:
        bits = asked.findings.bits
        answer = tuple([code for code in answer if bits[code] & findings])
    return Because(asked.code, answer)


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
        unsure=UNSURE in [reason.answer for reason in reasons],
    )
