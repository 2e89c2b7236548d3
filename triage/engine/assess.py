"""What some answers come to.

The level is the greatest of the rules that are met, so it only depends on which findings are present, and rises with
them: if every finding that counts in one set of answers also counts in another, the other's level is no lower. A
finding counts when its question applies, and findings are all that rules, scope and `applies` may rest on. So:

- "no" or "none" may become "not sure" or any choice, and a choice may be added to a list: the level never falls.
- A number may become any other that is past the same thresholds and more.
- "Not sure" may become a choice: the level never falls as long as the rules that rest on `question.unsure` are matched
  by rules on the choices, which a lint sees to. A rule's `level_if_unsure` needs no such care.
- What is unanswered may become anything: the level stays within `lowest_possible` and `worst_possible`, and every
  answer narrows that interval or leaves it. Unanswered isn't less than "no": it is either.
- One choice of a `one_of` changed for another is a different finding, neither more nor less.
"""

from __future__ import annotations

from itertools import compress

from triage.engine.answers import Answers
from triage.engine.bands import causes_in_bands, remedies
from triage.engine.compile import Compiled, bits_of
from triage.engine.level import Level
from triage.engine.next_question import next_question, one_answer_left, open_questions, progress, what_would_change
from triage.engine.reasons import fired_rules
from triage.engine.result import COMPLETE, DECIDED, INCOMPLETE, OUT_OF_SCOPE_STATUS, OpenRule, Result
from triage.engine.state import State, evaluate


def assess(compiled: Compiled, answers: Answers, *, version: str = "", content_hash: str = "") -> Result:
    """`answers` as `parse_answers` gives them. The same arguments always give an equal result."""
    state = evaluate(compiled, answers)
    decided = state.decided
    waiting = open_questions(state)
    one_left = one_answer_left(waiting)
    causes = causes_in_bands(state) if decided else ()
    offered, withheld = remedies(state, causes) if decided else ((), ())
    return Result(
        level=_level(state),
        lowest_possible=state.lowest,
        worst_possible=state.worst,
        decided=decided,
        status=_status(state),
        fired=fired_rules(state),
        not_ruled_out=_not_ruled_out(state),
        what_would_change=what_would_change(state, one_left),
        next_question=next_question(state, waiting, one_left),
        progress=progress(state, waiting),
        not_applicable=_not_applicable(state),
        causes=causes,
        remedies=offered,
        withheld=withheld,
        disclaimer=compiled.protocol.disclaimer,
        protocol=compiled.protocol.slug,
        version=version,
        content_hash=content_hash,
    )


def _level(state: State) -> Level | None:
    return state.lowest if state.decided or state.met & state.compiled.rule_ways else None


def _status(state: State) -> str:
    if state.met & state.compiled.scope_ways:
        return OUT_OF_SCOPE_STATUS
    if not state.decided:
        return INCOMPLETE
    left = any(asked.question.required and state.may_apply(asked) for asked in state.unanswered)
    return DECIDED if left else COMPLETE


def _not_applicable(state: State) -> tuple[str, ...]:
    asked = state.compiled.conditional
    return tuple([each.code for each in asked if each.code in state.answers and not state.may_apply(each)])


def _not_ruled_out(state: State) -> tuple[OpenRule, ...]:
    """Rules that are not met but still could be, at the level reached or above; each once, at its most urgent."""
    compiled = state.compiled
    ways = state.alive & (compiled.above[state.lowest] | compiled.at_level[state.lowest])
    guards = compiled.guards_of(ways) & ~compiled.guards_of(state.met & compiled.rule_ways)
    for surely, if_unsure in compiled.guards_of_both:
        if guards & surely:
            guards &= ~if_unsure
    return tuple(compress(compiled.open_at, bits_of(guards)))
