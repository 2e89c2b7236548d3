from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from triage.engine.answers import Value
from triage.engine.level import Level

INCOMPLETE, DECIDED, COMPLETE, OUT_OF_SCOPE_STATUS = STATUSES = ("incomplete", "decided", "complete", "out_of_scope")
MORE_LIKELY, POSSIBLE, LESS_LIKELY = BANDS = ("more_likely", "possible", "less_likely")


class OpenRule(NamedTuple):
    rule: str
    level: Level


class Change(NamedTuple):
    """One more answer that alone would raise the level: at least one finding of each row of `findings`."""

    question: str
    findings: tuple[tuple[str, ...], ...]
    to: OpenRule


class Because(NamedTuple):
    """An answer that something rests on, cut down to the choices that matter."""

    question: str
    answer: Value


class FiredRule(NamedTuple):
    """`because` alone, sent as answers, gives this level again. `unsure`: it rests on an answer of "not sure"."""

    rule: str
    level: Level
    message: str
    action: str
    rationale: str
    red_flag: str
    sources: tuple[str, ...]
    because: tuple[Because, ...]
    unsure: bool


class NextQuestion(NamedTuple):
    """Asked because it bears on `rules`, which could still give `level`; `missing` answers settle the nearest."""

    question: str
    level: Level
    rules: tuple[str, ...]
    missing: int
    why: str


class Progress(NamedTuple):
    """`at_most` more questions can be asked; it never grows as answers are added."""

    answered: int
    at_most: int


class Evidence(NamedTuple):
    because: tuple[Because, ...]
    weight: str
    note: str


class CauseInBand(NamedTuple):
    cause: str
    band: str
    in_favour: tuple[Evidence, ...]
    against: tuple[Evidence, ...]


class Withheld(NamedTuple):
    remedy: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """`level` is None while nothing has been reached and something still can be: that is no self-care.

    Whatever is answered next, the level will lie between `lowest_possible` (as if nothing more was present) and
    `worst_possible`, which some answers do reach. Who stops here is told `if_ended_now`. Causes and remedies come
    once decided.
    `not_applicable` are answers that were ignored because their question does not apply to this person.
    """

    level: Level | None
    lowest_possible: Level
    worst_possible: Level
    decided: bool
    status: str
    fired: tuple[FiredRule, ...]
    not_ruled_out: tuple[OpenRule, ...]
    what_would_change: tuple[Change, ...]
    next_question: NextQuestion | None
    progress: Progress
    not_applicable: tuple[str, ...]
    causes: tuple[CauseInBand, ...]
    remedies: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    disclaimer: str
    protocol: str
    version: str
    content_hash: str

    @property
    def if_ended_now(self) -> Level:
        return self.worst_possible
