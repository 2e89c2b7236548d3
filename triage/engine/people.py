"""Made-up people: answers to the questions of a protocol, from calm to anything at all."""

from __future__ import annotations

import random
from collections.abc import Iterator

from triage.engine.answers import Answers, AnswersError, Value, parse_answers
from triage.engine.compile import Compiled
from triage.engine.question import MANY_OF, NO, NONE, NUMBER_KIND, UNSURE, YES_NO, Question
from triage.engine.ways import samples


def people_for(compiled: Compiled, people: int, chance: random.Random) -> Iterator[Answers]:
    """People of the test cases, some with answers left out; the others are made up, calm or not."""
    for _ in range(people):
        answers = _of_a_case(compiled, chance) if chance.random() < 0.5 else {}
        strange, asked = chance.choice((0.05, 0.3, 1)), chance.choice((0.3, 0.9, 1))
        made_up = {
            question.code: any_answer(question, chance) if chance.random() < strange else _calm_answer(question)
            for question in compiled.protocol.questions
        }
        yield {code: value for code, value in {**made_up, **answers}.items() if chance.random() < asked}


def _of_a_case(compiled: Compiled, chance: random.Random) -> Answers:
    if not compiled.protocol.cases:
        return {}
    try:
        return parse_answers(compiled.known_questions, chance.choice(compiled.protocol.cases).answers)
    except AnswersError:
        return {}


def any_answer(question: Question, chance: random.Random) -> Value:
    values = single_answers(question)
    if question.kind == MANY_OF and (not values or chance.random() < 0.6):
        codes = [option.code for option in question.options]
        chosen = chance.sample(codes, chance.randint(1, min(3, len(codes))))
        return tuple(code for code in codes if code in chosen)
    return chance.choice(values)


def _calm_answer(question: Question) -> Value:
    if question.kind == YES_NO:
        return NO
    if question.kind == MANY_OF:
        return NONE if question.allows_none else (question.options[-1].code,)
    return samples(question)[0] if question.kind == NUMBER_KIND else question.options[0].code


def single_answers(question: Question) -> list[Value]:
    """Answers that are not lists."""
    values: list[Value] = [UNSURE] * question.allows_unsure
    if question.kind == NUMBER_KIND:
        return [*values, *samples(question)]
    if question.kind == MANY_OF:
        return [*values, *[NONE] * question.allows_none]
    return [*question.finding_codes, *[NO] * (question.kind == YES_NO)]


def widest_answers(question: Question) -> list[Value]:
    """Answers that between them make present whatever a single answer can."""
    every: list[Value] = [tuple(option.code for option in question.options)] if question.kind == MANY_OF else []
    return [*every, *single_answers(question)]
