from __future__ import annotations

import re
from collections.abc import Iterator

from triage.engine.level import Level
from triage.engine.lints.lint import BLOCK, NOTE, WARN, Lint
from triage.engine.protocol import Protocol
from triage.engine.question import MANY_OF, NUMBER_KIND, Question

NEGATION = re.compile(r"\b(not|never|without|unable|cannot|\w+n['’]t)\b", re.IGNORECASE)
TWO_IN_ONE = re.compile(r"\?.*\?|\band/or\b|\band\b", re.IGNORECASE)


def negated_question(protocol: Protocol) -> Iterator[Lint]:
    """A "no" to a negated question is easily meant as a "yes"."""
    for index, question in enumerate(protocol.questions):
        for field in ("text", "text_for_carer"):
            if found := NEGATION.search(getattr(question, field)):
                message = f'"{question.code}" asks about something with "{found[0]}". Ask what is there instead.'
                yield Lint("negated_question", WARN, f"questions[{index}].{field}", found[0], message)


def double_question(protocol: Protocol) -> Iterator[Lint]:
    for index, question in enumerate(protocol.questions):
        for field in ("text", "text_for_carer"):
            if question.kind != MANY_OF and (found := TWO_IN_ONE.search(getattr(question, field))):
                message = f'"{question.code}" may ask two things at once. Ask one, or make them options.'
                yield Lint("double_question", NOTE, f"questions[{index}].{field}", found[0], message)


def missing_help(protocol: Protocol) -> Iterator[Lint]:
    """Help text where an answer can mean advice today or sooner."""
    for index, question in enumerate(protocol.questions):
        if not question.help.strip() and _most_urgent(question) >= Level.SAME_DAY:
            message = f'"{question.code}" has a red flag but no help text. Say how to tell.'
            yield Lint("missing_help", WARN, f"questions[{index}].help", question.text, message)


def missing_action(protocol: Protocol) -> Iterator[Lint]:
    for index, rule in enumerate(protocol.rules):
        if not rule.action.strip() and rule.level >= Level.SAME_DAY:
            message = f"Rule {rule.code} doesn't say what to do."
            yield Lint("missing_action", WARN, f"rules[{index}].action", rule.code, message)


def missing_source(protocol: Protocol) -> Iterator[Lint]:
    for index, rule in enumerate(protocol.rules):
        if not rule.sources:
            message = f"Rule {rule.code} rests on no source."
            yield Lint("missing_source", BLOCK, f"rules[{index}].sources", rule.code, message)


def thresholds_that_do_not_fit(protocol: Protocol) -> Iterator[Lint]:
    for index, question in enumerate(protocol.questions):
        if question.kind == NUMBER_KIND:
            for words, message in _band_faults(question):
                yield Lint("bands", WARN, f"questions[{index}].thresholds", words, f'"{question.code}": {message}')


def _band_faults(question: Question) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(question.thresholds):
        if (one.op, one.value) in (("gte", question.min), ("lte", question.max)):
            yield one.code, f'every number meets "{one.code}".'
        if (one.op, one.value) in (("lt", question.min), ("gt", question.max)):
            yield one.code, f'no number can meet "{one.code}".'
        for other in question.thresholds[place + 1 :]:
            if one.value == other.value:
                yield from _same_edge({one.op, other.op}, one.value, f"{one.code}, {other.code}")


def _same_edge(ops: set[str], value: float, words: str) -> Iterator[tuple[str, str]]:
    if len(ops) == 1:
        yield words, "two thresholds mean the same."
    elif ops == {"lt", "gt"}:
        yield words, f"{value} itself is in neither of two bands."
    elif ops == {"lte", "gte"}:
        yield words, f"{value} itself is in both of two bands."


def _most_urgent(question: Question) -> Level:
    marks = [question.red_flag, *(option.red_flag for option in question.options)]
    return max((mark for mark in marks if mark is not None), default=Level.SELF_CARE)
