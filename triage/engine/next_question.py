from __future__ import annotations

from triage.engine.compile import Asked, bits_in
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


def next_question(state: State) -> NextQuestion | None:
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
    missing, nearest = _nearest(state, ways, candidates)
    best = max(nearest, key=lambda asked: (state.compiled.count_rules(asked.touches & ways), -asked.index))
    rules = tuple(span.rule.code for span in state.compiled.spans_of(best.touches & ways))
    return NextQuestion(best.code, state.worst, rules, missing, WHY[state.worst])


def progress(state: State) -> Progress:
    """Only questions that could still raise the level count; how many there are can only fall."""
    ways = state.open
    left = sum(1 for asked in state.unanswered if asked.touches & ways)
    return Progress(len(state.answers), left)


def what_would_change(state: State) -> tuple[Change, ...]:
    """Single further answers that would raise the level on their own, those that raise it most first."""
    ways = state.open
    one_left = _waiting_for(state, ways, 1)
    found: dict[Change, None] = {}
    for asked in state.unanswered:
        changes = asked.changes
        for bit in bits_in(asked.touches & one_left):
            found[changes[bit]] = None
    return tuple(sorted(found, key=_most_urgent_first))


def _most_urgent_first(change: Change) -> int:
    return -change.to.level


def _nearest(state: State, ways: int, candidates: list[Asked]) -> tuple[int, list[Asked]]:
    """The candidates with a way that waits for the fewest answers, and how many those are."""
    missing = 1
    while True:
        near = _waiting_for(state, ways, missing)
        nearest = [asked for asked in candidates if asked.touches & near]
        if nearest:
            return missing, nearest
        missing += 1


def _waiting_for(state: State, ways: int, count: int) -> int:
    """The ways that wait for exactly so many answers."""
    at_least = [ways] + [0] * (count + 1)
    for asked in state.unanswered:
        touched = asked.touches & ways
        if touched:
            for number in range(count + 1, 0, -1):
                at_least[number] |= at_least[number - 1] & touched
    return at_least[count] & ~at_least[count + 1]
