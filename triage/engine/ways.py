"""Conditions spelled out to what one answer per question must satisfy.

An atom is a bitmask of findings of one question, at least one of which must be present. Spelling out adds, for every
question of a way, what makes that question apply. After that the questions of a way are independent of each other, so
a way is possible just when each of its questions has an answer that satisfies its atoms: bounds are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product
from math import floor

from triage.engine.answers import Value
from triage.engine.condition import Way, Ways, split
from triage.engine.problem import refuse
from triage.engine.question import MANY_OF, NUMBER_KIND, UNSURE, Question

Atoms = frozenset[int]
Groups = Mapping[int, Atoms]
"""Index of a question to the atoms that its answer must satisfy."""

MOST_WAYS = 5_000


@dataclass(frozen=True)
class FindingBits:
    """The findings of one question as bits, and the sets of findings that a single answer can give."""

    index: int
    question: Question

    @cached_property
    def bits(self) -> dict[str, int]:
        return {code: 1 << place for place, code in enumerate(self.question.finding_codes)}

    def of(self, value: Value) -> int:
        """The findings that an answer makes present."""
        if isinstance(value, str):
            return self.bits.get(value, 0)
        bits, found = self.bits, 0
        if isinstance(value, tuple):
            for code in value:
                found |= bits[code]
        else:
            for each in self.question.thresholds:
                if each.met_by(value):
                    found |= bits[each.code]
        return found

    @cached_property
    def widest(self) -> frozenset[int]:
        """Finding sets of answers, leaving out those that are part of another one."""
        unsure = {self.bits[UNSURE]} if self.question.allows_unsure else set()
        if self.question.kind == MANY_OF:
            return frozenset({self.of(tuple(option.code for option in self.question.options))} | unsure)
        if self.question.kind == NUMBER_KIND:
            return frozenset({self.of(value) for value in samples(self.question)} | unsure)
        return frozenset(set(self.bits.values()) | unsure)

    def can_satisfy(self, atoms: Atoms) -> bool:
        return any(all(findings & atom for atom in atoms) for findings in self.widest)

    def atom(self, codes: tuple[str, ...], with_unsure: bool) -> int:
        extra = (UNSURE,) if with_unsure and self.question.allows_unsure else ()
        return sum(self.bits[code] for code in {*codes, *extra})


def samples(question: Question) -> list[float]:
    """Numbers that between them meet every set of thresholds that any allowed number meets."""
    assert question.min is not None
    assert question.max is not None
    least, most = Fraction(str(question.min)), Fraction(str(question.max))
    edges = sorted({least, most, *(Fraction(str(each.value)) for each in question.thresholds)})
    if question.step is None:
        found = {*edges, *((one + two) / 2 for one, two in pairwise(edges))}
    else:
        step = Fraction(str(question.step))
        near = {floor((edge - least) / step) + by for edge in edges for by in (-1, 0, 1)}
        found = {least + count * step for count in near if least <= least + count * step <= most}
    return [int(value) if value.denominator == 1 else float(value) for value in sorted(found)]


class Speller:
    """Spells out the conditions of one set of questions."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self.findings = tuple(FindingBits(index, question) for index, question in enumerate(questions))
        self._by_code = {each.question.code: each for each in self.findings}
        self._openings: dict[int, list[Groups]] = {}
        for each in self.findings:
            applies, path = each.question.applies, f"questions[{each.index}].applies"
            self._openings[each.index] = self.spell_out(applies, path=path) if applies else [{}]

    def spell_out(self, ways: Ways, *, with_unsure: bool = False, path: str = "") -> list[Groups]:
        """Every possible combination, each once; impossible ones are left out."""
        found: dict[frozenset[tuple[int, Atoms]], Groups] = {}
        for way in ways:
            for groups in self.spell_out_way(way, with_unsure=with_unsure):
                found.setdefault(frozenset(groups.items()), groups)
                if len(found) > MOST_WAYS:
                    words = f"This comes to more than {MOST_WAYS} combinations. Split it, or ask a simpler question."
                    raise refuse(path, " and ".join(way), words)
        return list(found.values())

    def spell_out_way(self, way: Way, *, with_unsure: bool = False) -> Iterator[Groups]:
        own: dict[int, Atoms] = {}
        for item in way:
            code, findings = split(item)
            bits = self._by_code[code]
            own[bits.index] = own.get(bits.index, frozenset()) | {bits.atom(findings, with_unsure)}
        for openings in product(*(self._openings[index] for index in own)):
            groups = _joined(own, *openings)
            if all(self.findings[index].can_satisfy(atoms) for index, atoms in groups.items()):
                yield groups


def _joined(*parts: Groups) -> Groups:
    joined: dict[int, Atoms] = {}
    for part in parts:
        for index, atoms in part.items():
            joined[index] = joined.get(index, frozenset()) | atoms
    return dict(sorted(joined.items()))
