"""Who is timed: people of every stage, most of them calm."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from triage.engine import Option, Question, bench
from triage.engine.protocol import Protocol, Stage

OPTIONS = (Option(code="a", label="A"), Option(code="b", label="B"))
QUESTIONS = (
    Question(code="age", kind="number", text="Age?", stage="s", min=5, max=90),
    Question(code="fit", kind="yes_no", text="A fit?", stage="s"),
    Question(code="side", kind="one_of", text="Which side?", stage="s", options=OPTIONS),
    Question(code="signs", kind="many_of", text="Which?", stage="s", options=OPTIONS, allows_none=True),
    Question(code="places", kind="many_of", text="Where?", stage="s", options=OPTIONS),
)
PROTOCOL = Protocol(slug="p", title="P", stages=(Stage(code="s", title="S"),), questions=QUESTIONS, rules=())
CALM = {"fit": "no", "side": "a", "signs": "none"}


def test_most_people_are_calm_and_some_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    timed: list[Any] = []

    def time(compiled: Any, answers: Any) -> float:
        timed.append(answers)
        return 1.0

    monkeypatch.setattr(bench, "_time", time)
    found = bench.bench(PROTOCOL, rounds=1000)
    assert (found.questions, found.rules, found.median, found.slowest) == (5, 0, 1.0, 1.0)
    assert {len(answers) for answers in timed} == set(range(6))
    assert {answers["age"] for answers in timed if answers} == {5}
    for code, calm in CALM.items():
        given = [answers[code] for answers in timed if code in answers]
        assert 0.9 < given.count(calm) / len(given) < 1
    assert {answers["places"] for answers in timed if "places" in answers} == {("a",), ("b",)}


def test_somebody_who_is_asked_for_a_number_has_the_least(monkeypatch: pytest.MonkeyPatch) -> None:
    assessed: list[Any] = []
    monkeypatch.setattr(bench, "assess", lambda compiled, answers: assessed.append(answers))
    baby = replace(QUESTIONS[0], min=0, max=0.5)
    bench.bench(replace(PROTOCOL, questions=(baby,)), rounds=20)
    assert {answers["age"] for answers in assessed if answers} == {0}


def test_what_is_timed_is_the_assessment_of_each_person_nine_times(monkeypatch: pytest.MonkeyPatch) -> None:
    assessed: list[Any] = []
    monkeypatch.setattr(bench, "assess", lambda compiled, answers: assessed.append(answers))
    bench.bench(PROTOCOL, rounds=3)
    assert [len(list(same)) for _, same in itertools.groupby(assessed, key=id)] == [9, 9, 9]


def test_times_are_those_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second passes from each look at it to the next."""
    monkeypatch.setattr(bench, "perf_counter", itertools.count(1).__next__)
    found = bench.bench(PROTOCOL, rounds=3)
    assert (found.compile_ms, found.median, found.slowest) == (1e3, 1e6, 1e6)


def test_a_generated_protocol_is_a_third_as_many_questions_with_all_that_can_be_answered() -> None:
    made = bench.generated_protocol(rules=9)
    assert (len(made.questions), len(made.rules)) == (3, 9)
    assert all(each.allows_none and each.allows_unsure for each in made.questions)
    assert {len(rule.any[0]) for rule in bench.generated_protocol(rules=60).rules} == {1, 2, 3}
    assert len(bench.generated_protocol(rules=1).questions) == 1
