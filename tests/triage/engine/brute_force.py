"""The engine's promises, worked out the slow way: by trying every completion of the answers."""

from collections.abc import Iterator
from itertools import combinations, product

from triage.engine import Protocol, Question
from triage.engine.answers import Answers, Value


def possible_answers(question: Question) -> list[Value]:
    found: list[Value] = ["unsure"] * question.allows_unsure
    codes = [option.code for option in question.options]
    if question.kind == "yes_no":
        return [*found, "yes", "no"]
    if question.kind == "one_of":
        return [*found, *codes]
    if question.kind == "many_of":
        sets = [chosen for size in range(1, len(codes) + 1) for chosen in combinations(codes, size)]
        return [*found, *(["none"] * question.allows_none), *sets]
    step = question.step or 0.25
    assert question.min is not None
    assert question.max is not None
    count = int((question.max - question.min) / step)
    return [*found, *(question.min + step * index for index in range(count + 1))]


def completions(protocol: Protocol, answers: Answers) -> Iterator[dict[str, Value]]:
    choices = [
        [answers[question.code]] if question.code in answers else possible_answers(question)
        for question in protocol.questions
    ]
    codes = [question.code for question in protocol.questions]
    for chosen in product(*choices):
        yield dict(zip(codes, chosen, strict=True))
