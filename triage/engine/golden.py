"""What two protocols tell the same people: those of test cases, and those of golden paths.

A golden path is somebody who has just what one sentence of one rule asks for, or just one finding, and nothing else.
Every rule and every finding has its paths without anybody writing them, so nothing that changes can be overlooked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from triage.engine.answers import Answers, Value
from triage.engine.case import TestCase
from triage.engine.cases import run_case
from triage.engine.compile import Asked, Compiled, places_in
from triage.engine.explain import name_answer
from triage.engine.level import Level
from triage.engine.people import single_answers
from triage.engine.question import MANY_OF, Question
from triage.engine.ways import Atoms, Groups, Speller


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A level is None when the answers don't fit that protocol."""

    case: TestCase
    before: Level | None
    after: Level | None

    @property
    def is_lowered(self) -> bool:
        """Counts answers that can no longer be given as lowered, unless they gave nothing that was urgent before."""
        return (self.after or Level.SELF_CARE) < (self.before or Level.SELF_CARE)


def level_changes(before: Compiled, after: Compiled, cases: Iterable[TestCase]) -> tuple[LevelChange, ...]:
    """The cases whose level differs between two protocols, in the order given."""
    found = (LevelChange(case, run_case(before, case).level, run_case(after, case).level) for case in cases)
    return tuple(change for change in found if change.before is not change.after)


def golden_paths(compiled: Compiled) -> tuple[TestCase, ...]:
    """Each once; `level` is what this protocol gives, and the title says in words what was answered."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for code, groups in (*_sentences(compiled), *_findings(compiled)):
        answers = {asked.code: _least_answer(asked, atoms) for asked, atoms in _asked_in(compiled, groups)}
        if None not in answers.values():
            found.setdefault(repr(sorted(answers.items())), (code, answers))
    return tuple(_case(compiled, code, answers) for code, answers in found.values())


def _sentences(compiled: Compiled) -> Iterator[tuple[str, Groups]]:
    numbers: Counter[str] = Counter()
    for span in compiled.spans:
        for place in places_in(span.mask):
            for groups in _each_choice(compiled.groups[place]):
                numbers[span.rule.code] += 1
                yield f"path-{span.rule.code}-{numbers[span.rule.code]}", groups


def _each_choice(groups: Groups) -> Iterator[Groups]:
    """Where a sentence takes any one of several findings, each of them in its turn."""
    for index, atoms in groups.items():
        for atom in sorted(atoms):
            for place in places_in(atom):
                yield {**groups, index: atoms - {atom} | {1 << place}}


def _findings(compiled: Compiled) -> Iterator[tuple[str, Groups]]:
    speller = Speller(compiled.protocol.questions)
    for question in compiled.protocol.questions:
        for code in question.finding_codes:
            for groups in speller.spell_out(((f"{question.code}.{code}",),))[:1]:
                yield f"path-{question.code}-{code}", groups


def _asked_in(compiled: Compiled, groups: Groups) -> list[tuple[Asked, Atoms]]:
    return [(compiled.questions[index], atoms) for index, atoms in groups.items()]


def _least_answer(asked: Asked, atoms: Atoms) -> Value | None:
    """The answer with the fewest findings that satisfies these atoms, if there is any."""
    alone = [(asked.findings.of(value), value) for value in single_answers(asked.question)]
    fitting = [(present.bit_count(), value) for present, value in alone if all(present & each for each in atoms)]
    if asked.question.kind != MANY_OF or not all(_options_in(asked, atom) for atom in atoms):
        return min(fitting, key=lambda pair: pair[0])[1] if fitting else None
    chosen = {_options_in(asked, atom)[0] for atom in atoms}
    return tuple(option.code for option in asked.question.options if option.code in chosen)


def _options_in(asked: Asked, atom: int) -> list[str]:
    return [each.code for each in asked.question.options if asked.findings.bits[each.code] & atom]


def _case(compiled: Compiled, code: str, answers: Answers) -> TestCase:
    sent = {name: list(value) if isinstance(value, tuple) else value for name, value in answers.items()}
    said = [_said(compiled.by_code[name].question, value) for name, value in answers.items()]
    level = run_case(compiled, TestCase(code=code, answers=sent, level=Level.SELF_CARE)).level
    return TestCase(code=code, answers=sent, level=level or compiled.protocol.default.level, title="; ".join(said))


def _said(question: Question, answer: Value) -> str:
    return f"{question.text} {name_answer(question, answer)}"
