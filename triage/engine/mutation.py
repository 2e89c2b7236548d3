"""Would the test cases notice if a rule were lost, or made less urgent?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from triage.engine.cases import CaseRun, level_failures, run_cases
from triage.engine.compile import Compiled
from triage.engine.level import Level
from triage.engine.result import OpenRule

DELETED, LOWERED = "deleted", "lowered"


@dataclass(frozen=True, slots=True)
class Mutant:
    rule: str
    change: str
    level: Level

    def __str__(self) -> str:
        if self.change == DELETED:
            return f"No test case notices when rule {self.rule} is deleted."
        return f"No test case notices when rule {self.rule} gives {self.level.lowered().code}, not {self.level.code}."


def mutants(compiled: Compiled) -> tuple[Mutant, ...]:
    """Each rule deleted, and each rule lowered by one level; rules that can never be met have none."""
    levels: dict[str, Level] = {}
    for span in compiled.spans:
        levels[span.rule.code] = max(span.level, levels.get(span.rule.code, span.level))
    return tuple(Mutant(rule, change, level) for rule, level in levels.items() for change in (DELETED, LOWERED))


def survivors(compiled: Compiled, runs: Iterable[CaseRun] | None = None) -> tuple[Mutant, ...]:
    """The mutants that no passing case catches. `runs` are those of the protocol's own cases, unless given."""
    touching: dict[str, list[CaseRun]] = {}
    for run in run_cases(compiled) if runs is None else runs:
        if run.passed:
            for rule in {each.rule for each in run.possible} if run.case.worst_possible else _met_rules(run):
                touching.setdefault(rule, []).append(run)
    default = compiled.protocol.default.level
    return tuple(
        mutant
        for mutant in mutants(compiled)
        if not any(_catches(run, mutant, default) for run in touching.get(mutant.rule, ()))
    )


def _met_rules(run: CaseRun) -> set[str]:
    return {each.rule for each in run.met}


def _catches(run: CaseRun, mutant: Mutant, default: Level) -> bool:
    met, possible = _mutated(run.met, mutant), _mutated(run.possible, mutant)
    return any(True for _ in level_failures(run.case, default, met, possible))


def _mutated(rules: Iterable[OpenRule], mutant: Mutant) -> Iterator[OpenRule]:
    for each in rules:
        if each.rule != mutant.rule:
            yield each
        elif mutant.change == LOWERED:
            yield OpenRule(each.rule, each.level.lowered())
