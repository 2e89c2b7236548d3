"""How long an assessment takes, and a protocol of any size to measure it on."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from triage.engine.answers import Answers, Value
from triage.engine.assess import assess
from triage.engine.compile import Compiled, compile_protocol
from triage.engine.level import Level
from triage.engine.protocol import Protocol, Stage
from triage.engine.question import MANY_OF, NONE, NUMBER_KIND, YES_NO, Option, Question
from triage.engine.rule import Rule

LEVELS = (Level.EMERGENCY, Level.SAME_DAY, Level.SOON, Level.ROUTINE)


@dataclass(frozen=True, slots=True)
class Timing:
    """Microseconds for one assessment, next question included: of each person the best of nine tries, for what else
    runs on the machine only ever adds."""

    questions: int
    rules: int
    compile_ms: float
    median: float
    slowest: float


def bench(protocol: Protocol, *, rounds: int = 200, seed: int = 1) -> Timing:
    """Times people who have answered anything between nothing and everything, most of it calm."""
    start = perf_counter()
    compiled = compile_protocol(protocol)
    compile_ms = (perf_counter() - start) * 1e3
    times = [_time(compiled, answers) for answers in _people(protocol, rounds, random.Random(seed))]  # noqa: S311
    return Timing(len(protocol.questions), len(protocol.rules), compile_ms, statistics.median(times), max(times))


def generated_protocol(*, rules: int, seed: int = 1) -> Protocol:
    """A protocol with a third as many questions as rules, each rule resting on one to three of them."""
    chance = random.Random(seed)  # noqa: S311
    options = tuple(Option(code=code, label=code) for code in "abcdef")
    questions = tuple(
        Question(
            code=f"q{index}",
            kind=MANY_OF,
            text=f"Question {index}?",
            stage="s",
            options=options,
            allows_none=True,
            allows_unsure=True,
        )
        for index in range(max(1, rules // 3))
    )
    return Protocol(
        slug="generated",
        title="Generated",
        stages=(Stage(code="s", title="S"),),
        questions=questions,
        rules=tuple(_rule(index, questions, chance) for index in range(rules)),
    )


def _rule(index: int, questions: Sequence[Question], chance: random.Random) -> Rule:
    chosen = chance.sample(range(len(questions)), min(chance.randint(1, 3), len(questions)))
    way = tuple(f"q{place}.{chance.choice('abcdef')}" for place in chosen)
    return Rule(code=f"R{index}", level=LEVELS[index % 4], any=(way,), message="m")


def _people(protocol: Protocol, rounds: int, chance: random.Random) -> list[Answers]:
    people: list[Answers] = []
    for _ in range(rounds):
        asked = protocol.questions[: chance.randint(0, len(protocol.questions))]
        people.append({question.code: _answer(question, chance) for question in asked})
    return people


def _answer(question: Question, chance: random.Random) -> Value:
    calm = chance.random() < 0.95
    if question.kind == NUMBER_KIND:
        return question.min or 0
    if question.kind == YES_NO:
        return "no" if calm else "yes"
    if question.kind == MANY_OF:
        return NONE if calm and question.allows_none else (chance.choice(question.options).code,)
    return question.options[0].code if calm else chance.choice(question.options).code


def _time(compiled: Compiled, answers: Answers) -> float:
    return min(_microseconds(lambda: assess(compiled, answers)) for _ in range(9))


def _microseconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return (perf_counter() - start) * 1e6
