"""What a person has answered, checked against the questions.

A question that is left out, null, or an empty list is unanswered. That is never taken for absent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from triage.engine.problem import did_you_mean
from triage.engine.question import MANY_OF, NO, NONE, NUMBER_KIND, ONE_OF, UNSURE, YES, YES_NO, Question

MOST_FAULTS = 100  # are told: looking for a word like each of a hundred thousand would take minutes
MOST_SHOWN = 100  # characters of what somebody sent, in a message

Value = str | int | float | tuple[str, ...]
Answers = Mapping[str, Value]
"""Question code to option code, number, tuple of option codes, "yes", "no", "none" or "unsure"."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer. `pointer` is a JSON pointer from the answers object; `valid` has what fits."""

    pointer: str
    reason: str
    message: str
    valid: tuple[str, ...] = ()


class AnswersError(ValueError):
    """Answers that can't be read. `faults` has the first `MOST_FAULTS`; reasons are unknown_question, unknown_option,
    wrong_type, not_offered, not_alone, repeated and out_of_range."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults[:MOST_FAULTS]
        super().__init__("\n".join(f"{fault.pointer}: {fault.message}" for fault in self.faults))


def parse_answers(questions: Mapping[str, Question], data: Any) -> Answers:
    """The answers in their one normal form: options of a list in the order of the question. Raises AnswersError."""
    if not isinstance(data, Mapping):
        raise AnswersError((Fault("", "wrong_type", "Send an object of question codes and answers."),))
    answers: dict[str, Value] = {}
    faults: list[Fault] = []
    for code, raw in data.items():
        if len(faults) >= MOST_FAULTS:
            break
        if code not in questions:
            faults.append(_unknown_question(questions, str(code)))
        elif raw is not None and raw != []:
            try:
                answers[code] = _parse(questions[code], raw)
            except AnswersError as error:
                faults += error.faults
    if faults:
        raise AnswersError(tuple(faults))
    return answers


def valid_codes(question: Question) -> tuple[str, ...]:
    codes = (YES, NO) if question.kind == YES_NO else tuple(option.code for option in question.options)
    return codes + (NONE,) * question.allows_none + (UNSURE,) * question.allows_unsure


def is_on_step(question: Question, value: float) -> bool:
    if question.step is None or question.min is None:
        return True
    return (Fraction(str(value)) - Fraction(str(question.min))) % Fraction(str(question.step)) == 0


def _parse(question: Question, raw: Any) -> Value:
    if isinstance(raw, list) and len(raw) == 1 and raw[0] in (UNSURE, NONE):
        raw = raw[0]
    if raw == UNSURE:
        if question.allows_unsure:
            return UNSURE
        raise _fault(question, "not_offered", f'"{question.code}" does not offer "unsure".')
    return _PARSERS[question.kind](question, raw)


def _parse_yes_no(question: Question, raw: Any) -> Value:
    if isinstance(raw, bool):
        return YES if raw else NO
    return _parse_one_of(question, raw)


def _parse_one_of(question: Question, raw: Any) -> Value:
    if not isinstance(raw, str):
        raise _fault(question, "wrong_type", f'"{question.code}" takes one code, as text.')
    if raw not in valid_codes(question):
        raise _unknown_option(question, raw)
    return raw


def _parse_many_of(question: Question, raw: Any) -> Value:
    if raw == NONE:
        if question.allows_none:
            return NONE
        raise _fault(question, "not_offered", f'"{question.code}" does not offer "none".')
    if not isinstance(raw, list):
        raise _fault(question, "wrong_type", f'"{question.code}" takes a list of codes.')
    faults = tuple(islice(_faults_in_list(question, raw), MOST_FAULTS))
    if faults:
        raise AnswersError(faults)
    return tuple(option.code for option in question.options if option.code in raw)


def _faults_in_list(question: Question, raw: list[Any]) -> Iterator[Fault]:
    valid = valid_codes(question)
    seen = set[str]()
    for index, code in enumerate(raw):
        pointer = f"{_pointer(question.code)}/{index}"
        if not isinstance(code, str):
            yield Fault(pointer, "wrong_type", "Each choice is a code, as text.", valid)
        elif code not in valid:
            yield Fault(pointer, "unknown_option", _no_option(question, code), valid)
        elif code in (NONE, UNSURE):
            yield Fault(pointer, "not_alone", f'"{code}" can\'t be sent with other choices.', valid)
        elif code in seen:
            yield Fault(pointer, "repeated", f'"{code}" is there twice.', valid)
        if isinstance(code, str):
            seen.add(code)


def _parse_number(question: Question, raw: Any) -> Value:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not math.isfinite(raw):
        raise _fault(question, "wrong_type", f'"{question.code}" takes a number.')
    least, most = question.min, question.max
    assert least is not None
    assert most is not None
    if not least <= raw <= most:
        raise _fault(question, "out_of_range", f'"{question.code}" must be from {least} to {most}.')
    if not is_on_step(question, raw):
        raise _fault(question, "out_of_range", f'"{question.code}" goes in steps of {question.step} from {least}.')
    return raw


_PARSERS = {YES_NO: _parse_yes_no, ONE_OF: _parse_one_of, MANY_OF: _parse_many_of, NUMBER_KIND: _parse_number}


def _pointer(code: str) -> str:
    return "/" + code.replace("~", "~0").replace("/", "~1")


def _fault(question: Question, reason: str, message: str) -> AnswersError:
    return AnswersError((Fault(_pointer(question.code), reason, message, valid_codes(question)),))


def _no_option(question: Question, code: str) -> str:
    return f'That is not an answer to "{question.code}".{did_you_mean(code[:MOST_SHOWN], valid_codes(question))}'


def _unknown_option(question: Question, code: str) -> AnswersError:
    return _fault(question, "unknown_option", _no_option(question, code))


def _unknown_question(questions: Mapping[str, Question], code: str) -> Fault:
    shown = code[:MOST_SHOWN]
    message = f'There is no question "{shown}".{did_you_mean(shown, questions)}'
    return Fault(_pointer(code), "unknown_question", message, tuple(questions))
