from __future__ import annotations

from triage.engine.compile import Asked, places_in
from triage.engine.level import Level
from triage.engine.result import Change, NextQuestion, Progress
from triage.engine.state import State

WHY = {
    Level.EMERGENCY: "Some answers to this mean getting emergency help now.",
    Level.SAME_DAY: "Some answers to this mean getting medical advice today.",
    Level.SOON: "Some answers to this mean seeing a GP in the next few days.",
    Level.ROUTINE: "Some answers to this mean booking a routine appointment.",
    Level.SELF_CARE: "",
}

Waiting = list[tuple[Asked, int]]
"""Unanswered questions, each with the ways that wait for it."""


def open_questions(state: State) -> Waiting:
    """The questions that could still raise the level; none once it is decided."""
    return [(asked, ways) for asked in state.unanswered if (ways := asked.touches & state.open)]


def next_question(state: State, waiting: Waiting, one_left: int) -> NextQuestion | None:
    """The question to ask next, or None as soon as the level is decided.

    Among rules that could still give the worst level: questions of `first` stages, then those that leave the fewest
    other answers missing, then those that most rules share, then the order of the protocol.
    """
    if state.decided:
        return None
    at_worst = state.compiled.at_level[state.worst]
    waiting = [(asked, found) for asked, ways in waiting if (found := ways & at_worst)]
    candidates = [row for row in waiting if state.applies(row[0])]
    first = [row for row in candidates if row[0].first]
    missing, nearest = _nearest(waiting, first or candidates, one_left)
    guards_of = state.compiled.guards_of
    best, ways = max(nearest, key=lambda row: (guards_of(row[1]).bit_count(), -row[0].index))
    rules = tuple([span.rule.code for span in state.compiled.spans_of(ways)])
    return NextQuestion(best.code, state.worst, rules, missing, WHY[state.worst])


def progress(state: State, waiting: Waiting) -> Progress:
    """Only questions that could still raise the level count; how many there are can only fall."""
    return Progress(len(state.answers), len(waiting))


def what_would_change(state: State, one_left: int) -> tuple[Change, ...]:
    """Single further answers that would raise the level on their own, those that raise it most first."""
    answers, changes_at = state.answers, state.compiled.changes_at
    found: dict[int, Change] = {}  # by identity: equal changes of a compiled protocol are the same object
    for place in places_in(one_left):  # which come most urgent first
        for change in changes_at[place]:
            if change.question not in answers:
                found[id(change)] = change
    return tuple(found.values())


def one_answer_left(waiting: Waiting) -> int:
    """The ways that wait for a single answer."""
    once = again = 0
    for _, ways in waiting:
        again |= once & ways
        once |= ways
    return once & ~again


def _waiting_for(waiting: Waiting, count: int) -> int:
    """The ways that wait for exactly so many answers."""
    at_least = [-1] + [0] * (count + 1)
    for _, ways in waiting:
        for number in range(count + 1, 0, -1):
            at_least[number] |= at_least[number - 1] & ways
    return at_least[count] & ~at_least[count + 1]


def _nearest(waiting: Waiting, candidates: Waiting, one_left: int) -> tuple[int, Waiting]:
    """The candidates with a way that waits for the fewest answers, and how many those are."""
    missing, near = 1, one_left
    while True:
        nearest = [row for row in candidates if row[1] & near]
        if nearest:
            return missing, nearest
        missing += 1
        near = _waiting_for(waiting, missing)
