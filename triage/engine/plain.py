"""The level worked out the slow way, straight from the definitions: what the quick way is compared with."""

from __future__ import annotations

from collections.abc import Sequence

from triage.engine.answers import Answers, Value
from triage.engine.condition import split
from triage.engine.level import Level
from triage.engine.protocol import Protocol
from triage.engine.question import UNSURE, Question

Present = set[str]


def level_of(protocol: Protocol, answers: Answers) -> Level:
    """With what is unanswered counted as absent."""
    present = present_findings(protocol, answers)
    levels = [protocol.default.level]
    if protocol.scope.outside and is_met(protocol.scope.outside, present):
        levels.append(protocol.scope.level)
    for rule in protocol.rules:
        if is_met(rule.any, present):
            levels.append(rule.level)
        if rule.level_if_unsure is not None and is_met(rule.any, present, unsure=True):
            levels.append(rule.level_if_unsure)
    return max(levels)


def present_findings(protocol: Protocol, answers: Answers) -> Present:
    """Those of questions that apply, as `question.code`."""
    present: Present = set()
    for question in protocol.questions:
        if question.code in answers and (not question.applies or is_met(question.applies, present)):
            present |= findings_of(question, answers[question.code])
    return present


def findings_of(question: Question, answer: Value) -> Present:
    if isinstance(answer, tuple):
        return {f"{question.code}.{code}" for code in answer}
    if isinstance(answer, str):
        return {f"{question.code}.{answer}"} if answer in question.finding_codes else set()
    return {f"{question.code}.{each.code}" for each in question.thresholds if each.met_by(answer)}


def is_met(ways: Sequence[Sequence[str]], present: Present, unsure: bool = False) -> bool:
    return any(all(_item_is_met(item, present, unsure) for item in way) for way in ways)


def _item_is_met(item: str, present: Present, unsure: bool) -> bool:
    question, codes = split(item)
    return any(f"{question}.{code}" in present for code in ((*codes, UNSURE) if unsure else codes))
