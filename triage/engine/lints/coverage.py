"""Whether one condition covers another: whenever the one is met, so is the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from triage.engine.level import Level
from triage.engine.question import MANY_OF
from triage.engine.rule import Rule
from triage.engine.ways import Atoms, FindingBits, Groups, Speller


class Coverage:
    """The ways of all rules, found by the questions that they rest on."""

    def __init__(self, speller: Speller, rules: Iterable[Rule]) -> None:
        self.speller = speller
        self._ways: dict[frozenset[int], list[tuple[Rule, Level, Groups]]] = {}
        for rule in rules:
            for level, ways in _given(speller, rule):
                for groups in ways:
                    self._ways.setdefault(frozenset(groups), []).append((rule, level, groups))

    def covering(self, groups: Groups, least: Level) -> Iterator[Rule]:
        """Rules that give `least` or more whenever these groups are met."""
        for size in range(1, len(groups) + 1):
            for questions in combinations(sorted(groups), size):
                for rule, level, other in self._ways.get(frozenset(questions), ()):
                    if level >= least and self._covers(other, groups):
                        yield rule

    def _covers(self, wide: Groups, narrow: Groups) -> bool:
        return all(implies(self.speller.findings[index], narrow[index], wide[index]) for index in wide)


def implies(findings: FindingBits, narrow: Atoms, wide: Atoms) -> bool:
    """Whether every answer that satisfies `narrow` satisfies `wide`."""
    if findings.question.kind == MANY_OF:
        return all(any(not one & ~other for one in narrow) for other in wide)
    met = (present for present in findings.widest if all(present & atom for atom in narrow))
    return all(all(present & atom for atom in wide) for present in met)


def _given(speller: Speller, rule: Rule) -> Iterator[tuple[Level, list[Groups]]]:
    yield rule.level, speller.spell_out(rule.any)
    if rule.level_if_unsure is not None:
        yield rule.level_if_unsure, speller.spell_out(rule.any, with_unsure=True)
