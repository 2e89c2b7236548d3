"""The engine's promises, worked out the slow way: by trying every completion of the answers."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from triage.engine import Level, Protocol, Question
from triage.engine.answers import Answers, Value

Present = set[str]


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


def findings_of(question: Question, answer: Value) -> Present:
    if isinstance(answer, tuple):
        return {f"{question.code}.{code}" for code in answer}
    if isinstance(answer, str):
        return {f"{question.code}.{answer}"} if answer in question.finding_codes else set()
    return {f"{question.code}.{each.code}" for each in question.thresholds if each.met_by(answer)}


def is_met(ways: Sequence[Sequence[str]], present: Present, unsure: bool = False) -> bool:
    return any(all(_item_is_met(item, present, unsure) for item in way) for way in ways)


def _item_is_met(item: str, present: Present, unsure: bool) -> bool:
    question, _, codes = item.partition(".")
    wanted = {f"{question}.{code}" for code in codes.split("|")} | ({f"{question}.unsure"} if unsure else set())
    return bool(wanted & present)


def present_findings(protocol: Protocol, answers: Answers) -> Present:
    present: Present = set()
    for question in protocol.questions:
        if question.code in answers and (not question.applies or is_met(question.applies, present)):
            present |= findings_of(question, answers[question.code])
    return present


def level_of(protocol: Protocol, answers: Answers) -> Level:
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


def completions(protocol: Protocol, answers: Answers) -> Iterator[dict[str, Value]]:
    choices = [
        [answers[question.code]] if question.code in answers else possible_answers(question)
        for question in protocol.questions
    ]
    codes = [question.code for question in protocol.questions]
    for chosen in product(*choices):
        yield dict(zip(codes, chosen, strict=True))
