from __future__ import annotations

from dataclasses import dataclass

from triage.engine.answers import Answers
from triage.engine.compile import Asked, Compiled
from triage.engine.level import Level


@dataclass(frozen=True, slots=True)
class State:
    """Which ways are met and which are alive under some answers; what every other part of a result is read from.

    `open` are the ways of rules that are neither met nor ruled out and would raise the level.
    """

    compiled: Compiled
    answers: Answers
    alive: int
    met: int
    unanswered: list[Asked]
    open: int
    lowest: Level
    worst: Level

    @property
    def decided(self) -> bool:
        return self.lowest == self.worst

    def applies(self, asked: Asked) -> bool:
        """Whether the answers so far say that the question applies."""
        return not asked.question.applies or bool(self.met & asked.opens)

    def may_apply(self, asked: Asked) -> bool:
        return not asked.question.applies or bool(self.alive & asked.opens)


def evaluate(compiled: Compiled, answers: Answers) -> State:
    """Counting what is unanswered as absent gives `met` and `lowest`, as present gives `alive` and `worst`."""
    dead = waiting = 0
    unanswered = []
    for code, touches, killed_by, asked in compiled.waits:
        value = answers.get(code)
        if value is None:
            waiting |= touches
            unanswered.append(asked)
        else:
            known = killed_by.get(value)
            dead |= asked.kills(value) if known is None else known
    alive = compiled.all_ways & ~dead
    met = alive & ~waiting
    lowest = compiled.top(met & compiled.rule_ways)
    worst = compiled.top(alive & compiled.rule_ways)
    opened = alive & waiting & compiled.above[lowest]
    return State(compiled, answers, alive, met, unanswered, opened, lowest, worst)
