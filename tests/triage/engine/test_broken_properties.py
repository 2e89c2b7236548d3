"""The promises are tried out on each protocol before it is published: a faulty engine is found out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.triage.engine.examples import SMALL, make_small
from triage.engine import Level, Protocol, Result, assess, properties
from triage.engine.properties import PROPERTIES, broken_properties

PROTOCOL = Protocol.from_json(SMALL)
Fault = Callable[[Any, Result], Result]


def _names(found: Any) -> set[str]:
    return {each.name for each in found}


def test_nothing_is_broken() -> None:
    assert broken_properties(PROTOCOL) == ()


def test_nothing_is_broken_where_the_worst_is_not_the_first_choice() -> None:
    assert broken_properties(make_small(rules=SMALL["rules"][2:], scope={}, cases=[])) == ()


def _too_low(answers: Any, result: Result) -> Result:
    return replace(result, lowest_possible=result.lowest_possible.lowered())


def _too_calm(answers: Any, result: Result) -> Result:
    return replace(result, worst_possible=result.worst_possible.lowered())


def _less_when_more_is_known(answers: Any, result: Result) -> Result:
    return replace(result, lowest_possible=Level(5 - min(len(answers), 4)))


def _less_for_a_no(answers: Any, result: Result) -> Result:
    """Which is nothing that anybody has: whoever did not answer has just as little."""
    return _too_low(answers, result) if "no" in answers.values() else result


def _by_what_came_first(answers: Any, result: Result) -> Result:
    return replace(result, level=None) if next(iter(answers), "") > "b" else result


def _without_reasons(answers: Any, result: Result) -> Result:
    return replace(result, fired=tuple(each._replace(because=()) for each in result.fired))


def _self_care_too_early(answers: Any, result: Result) -> Result:
    return replace(result, level=result.level or Level.SELF_CARE)


class _Forgetful:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, answers: Any, result: Result) -> Result:
        self.count += 1
        return replace(result, version=str(self.count))


FAULTS: dict[str, Fault] = {
    "exact_below": _too_low,
    "exact_above": _too_calm,
    "narrowing": _less_when_more_is_known,
    "monotone": _less_for_a_no,
    "order_free": _by_what_came_first,
    "sufficient_reasons": _without_reasons,
    "deterministic": _Forgetful(),
    "careful": _self_care_too_early,
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_faulty_engine_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(compiled: Any, answers: Any) -> Result:
        return FAULTS[name](answers, assess(compiled, answers))

    monkeypatch.setattr(properties, "assess", faulty)

    assert name in _names(broken_properties(PROTOCOL))


def test_json_that_loses_something_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Protocol.to_json
    monkeypatch.setattr(Protocol, "to_json", lambda self: {**whole(self), "disclaimer": "Another."})

    assert _names(broken_properties(PROTOCOL)) == {"round_trip"}


def test_what_is_broken_comes_with_somebody_who_would_be_let_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(properties, "assess", lambda compiled, answers: _too_low(answers, assess(compiled, answers)))

    (broken,) = [each for each in broken_properties(PROTOCOL) if each.name == "exact_below"]

    assert broken.message == "The level is not the one that its rules give."
    assert broken.answers
    assert broken_properties(PROTOCOL) == broken_properties(PROTOCOL)
