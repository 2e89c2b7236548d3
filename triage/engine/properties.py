"""What must hold whatever is answered, tried out on many made-up people before a protocol is published.

The tests of this room show the same of any protocol; this shows it of one protocol, with its own questions and rules,
in the very program that will serve it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from triage.engine.answers import Answers, Value
from triage.engine.assess import assess
from triage.engine.compile import Asked, Compiled, compile_protocol
from triage.engine.level import Level
from triage.engine.people import any_answer, people_for, widest_answers
from triage.engine.plain import level_of, present_findings
from triage.engine.protocol import Protocol
from triage.engine.result import Result
from triage.engine.state import evaluate
from triage.engine.ways import Atoms

PEOPLE = 100
SEED = 1


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that does not hold, with the answers of somebody who would be let down by it."""

    name: str
    message: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class _Person:
    compiled: Compiled
    answers: Answers
    result: Result
    shuffled: Compiled
    copy: Compiled
    chance: random.Random


def broken_properties(protocol: Protocol, *, people: int = PEOPLE) -> tuple[Broken, ...]:
    """Each promise that is broken, once. The same protocol is always tried with the same people."""
    chance = random.Random(SEED)  # noqa: S311
    compiled = compile_protocol(protocol)
    copy = Protocol.from_json(protocol.to_json())
    if copy != protocol:
        return (Broken("round_trip", "Written as JSON and read again, it is another protocol.", {}),)
    rules = tuple(chance.sample(protocol.rules, len(protocol.rules)))
    others = compile_protocol(replace(protocol, rules=rules)), compile_protocol(copy)
    found: dict[str, Broken] = {}
    for answers in people_for(compiled, people, chance):
        person = _Person(compiled, answers, assess(compiled, answers), *others, chance)
        for name, (message, holds) in PROPERTIES.items():
            if name not in found and not holds(person):
                found[name] = Broken(name, message, answers)
    return tuple(found.values())


def _is_exact_below(person: _Person) -> bool:
    return person.result.lowest_possible == level_of(person.compiled.protocol, person.answers)


def _is_exact_above(person: _Person) -> bool:
    """Some way of answering the rest does reach the worst that is said to be possible."""
    worst = {**person.answers, **_worst_answers(person)}
    return level_of(person.compiled.protocol, worst) == person.result.worst_possible


def _narrows(person: _Person) -> bool:
    left = [each for each in person.compiled.protocol.questions if each.code not in person.answers]
    if not left:
        return True
    question, before = person.chance.choice(left), person.result
    after = assess(person.compiled, {**person.answers, question.code: any_answer(question, person.chance)})
    return before.lowest_possible <= after.lowest_possible <= after.worst_possible <= before.worst_possible


def _is_monotone(person: _Person) -> bool:
    protocol, question = person.compiled.protocol, person.chance.choice(person.compiled.protocol.questions)
    raised = {**person.answers, question.code: any_answer(question, person.chance)}
    if not present_findings(protocol, person.answers) <= present_findings(protocol, raised):
        return True
    return person.result.lowest_possible <= assess(person.compiled, raised).lowest_possible


def _is_order_free(person: _Person) -> bool:
    codes = person.chance.sample(list(person.answers), len(person.answers))
    other, result = assess(person.shuffled, {code: person.answers[code] for code in codes}), person.result
    return (other.level, other.worst_possible, {each.rule for each in other.fired}) == (
        result.level,
        result.worst_possible,
        {each.rule for each in result.fired},
    )


def _has_sufficient_reasons(person: _Person) -> bool:
    for fired in person.result.fired:
        alone = assess(person.compiled, {reason.question: reason.answer for reason in fired.because})
        if (fired.rule, fired.level) not in {(each.rule, each.level) for each in alone.fired}:
            return False
    return True


def _is_deterministic(person: _Person) -> bool:
    return person.result == assess(person.compiled, person.answers) == assess(person.copy, person.answers)


def _is_careful(person: _Person) -> bool:
    return person.result.level is not Level.SELF_CARE or person.result.worst_possible is Level.SELF_CARE


PROPERTIES: Mapping[str, tuple[str, Callable[[_Person], bool]]] = {
    "exact_below": ("The level is not the one that its rules give.", _is_exact_below),
    "exact_above": ("The worst that is possible is not reached by any answers.", _is_exact_above),
    "narrowing": ("One more answer leads outside the bounds that were given before it.", _narrows),
    "monotone": ("A worse finding gives a less urgent level.", _is_monotone),
    "order_free": ("The order of rules or answers changes the result.", _is_order_free),
    "sufficient_reasons": (
        "The reasons given for a rule are not enough for its level.",
        _has_sufficient_reasons,
    ),
    "deterministic": ("The same answers give two results.", _is_deterministic),
    "careful": ("Self-care is said while something more urgent is open.", _is_careful),
}


def _worst_answers(person: _Person) -> Answers:
    """Answers to what is open that meet the most urgent rule that still can be."""
    compiled, state = person.compiled, evaluate(person.compiled, person.answers)
    ways = state.alive & compiled.rule_ways
    if not ways:
        return {}
    groups = compiled.groups[(ways & -ways).bit_length() - 1]
    left = [(compiled.questions[index], atoms) for index, atoms in groups.items()]
    return {
        asked.code: next(each for each in widest_answers(asked.question) if _has_all(asked, each, atoms))
        for asked, atoms in left
        if asked.code not in person.answers
    }


def _has_all(asked: Asked, answer: Value, atoms: Atoms) -> bool:
    present = asked.findings.of(answer)
    return all(present & atom for atom in atoms)
