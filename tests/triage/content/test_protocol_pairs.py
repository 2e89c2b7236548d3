"""Every pair of red flags of the shipped protocol, one by one."""

from itertools import combinations
from typing import Any

import pytest

from tests.triage.content.shipped import THIGH, THIGH_COMPILED
from triage.engine import Level, parse_answers
from triage.engine.state import evaluate

Flag = tuple[str, str]

FLAGS: dict[Flag, Level] = {
    (question.code, option.code): option.red_flag
    for question in THIGH.questions
    for option in question.options
    if option.red_flag is not None
}
NEEDED: dict[str, dict[str, Any]] = {
    "preg_signs": {"age": 28, "pregnancy": "late"},
    "child_signs": {"age": 6},
    "jerk_pattern": {"movement": "jerk"},
    "med_timing": {"medicines": ["other"]},
}
TOGETHER = {case.code: case for case in THIGH.cases if case.code[0] == "P"}
ONE_CHOICE = {question.code for question in THIGH.questions if question.kind == "one_of"}


def answers_with(*flags: Flag) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question, code in flags:
        answers.update(NEEDED.get(question, {}))
        answers[question] = code if question in ONE_CHOICE else [*answers.get(question, []), code]
    return answers


def level_of(answers: dict[str, Any]) -> Level:
    return evaluate(THIGH_COMPILED, parse_answers(THIGH_COMPILED.known_questions, answers)).lowest


def can_be_together(one: Flag, other: Flag) -> bool:
    """Two choices of a question that takes one can't, nor can the signs of a small child and of a pregnancy."""
    if one[0] == other[0]:
        return one[0] not in ONE_CHOICE
    return {one[0], other[0]} != {"preg_signs", "child_signs"}


PAIRS = [pair for pair in combinations(FLAGS, 2) if can_be_together(*pair)]


@pytest.mark.parametrize("flag", FLAGS, ids=".".join)
def test_red_flag_alone_gives_its_level(flag: Flag) -> None:
    assert level_of(answers_with(flag)) == FLAGS[flag]


def test_pairs_are_as_urgent_as_the_worse_of_the_two_unless_a_case_says_more() -> None:
    more = [pair for pair in PAIRS if level_of(answers_with(*pair)) != max(FLAGS[flag] for flag in pair)]
    stated = {tuple(sorted(flags_in(case.answers))): case.level for case in TOGETHER.values()}

    assert len(PAIRS) == 1907
    assert {tuple(sorted(pair)): level_of(answers_with(*pair)) for pair in more} == stated


def flags_in(answers: Any) -> list[Flag]:
    found = [
        (question, code)
        for question, answer in answers.items()
        for code in (answer if isinstance(answer, list) else [answer])
    ]
    return [flag for flag in found if flag in FLAGS]
