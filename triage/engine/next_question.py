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


def next_question(state: State, one_left: int) -> NextQuestion | None:
    """The question to ask next, or None as soon as the level is decided.

    Among rules that could still give the worst level: questions of `first` stages, then those that leave the fewest
    other answers missing, then those that most rules share, then the order of the protocol.
    """
    if state.decided:
        return None
    ways = state.open & state.compiled.at_level[state.worst]
    candidates = [asked for asked in state.unanswered if asked.touches & ways and state.applies(asked)]
    if any(asked.first for asked in candidates):
        candidates = [asked for asked in candidates if asked.first]
    missing, nearest = _nearest(state, ways, candidates, one_left)
    guards_of = state.compiled.guards_of
    best = max(nearest, key=lambda asked: (guards_of(asked.touches & ways).bit_count(), -asked.index))
    rules = tuple(span.rule.code for span in state.compiled.spans_of(best.touches & ways))
    return NextQuestion(best.code, state.worst, rules, missing, WHY[state.worst])


def progress(state: State) -> Progress:
    """Only questions that could still raise the level count; how many there are can only fall."""
    ways = state.open
    left = [asked for asked in state.unanswered if asked.touches & ways]
    return Progress(len(state.answers), len(left))


def what_would_change(state: State, one_left: int) -> tuple[Change, ...]:
    """Single further answers that would raise the level on their own, those that raise it most first."""
    answers, questions, changes_at = state.answers, state.compiled.questions, state.compiled.changes_at
    found: dict[int, Change] = {}  # by identity: equal changes of a compiled protocol are the same object
    for place in places_in(one_left):  # which come most urgent first
        for index, change in changes_at[place]:
            if questions[index].code not in answers:
                found[id(change)] = change
    return tuple(found.values())


def one_answer_left(state: State) -> int:
    """The open ways that wait for a single answer."""
    return _waiting_for(state, state.open, 1)


def _nearest(state: State, ways: int, candidates: list[Asked], one_left: int) -> tuple[int, list[Asked]]:
    """The candidates with a way that waits for the fewest answers, and how many those are."""
    missing, near = 1, one_left & ways
    while True:
        nearest = [asked for asked in candidates if asked.touches & near]
        if nearest:
            return missing, nearest
        missing += 1
        near = _waiting_for(state, ways, missing)


def _waiting_for(state: State, ways: int, count: int) -> int:
    """The ways that wait for exactly so many answers."""
    at_least = [ways] + [0] * (count + 1)
    for asked in state.unanswered:
        touched = asked.touches & ways
        if touched:
            for number in range(count + 1, 0, -1):
                at_least[number] |= at_least[number - 1] & touched
    return at_least[count] & ~at_least[count + 1]
