import random
from dataclasses import replace
from typing import Any

from tests.triage.engine.examples import SMALL, make_small
from triage.engine import Option, Protocol, Question, compile_protocol
from triage.engine.answers import parse_answers
from triage.engine.people import any_answer, people_for

FIVE = tuple(Option(code=code, label=code) for code in "abcde")
PLACES = Question(code="places", kind="many_of", text="Where?", stage="s", options=FIVE)


def people(protocol: Protocol, count: int = 200) -> list[Any]:
    return list(people_for(compile_protocol(protocol), count, random.Random(1)))


def test_whoever_is_made_up_gives_answers_that_can_be_sent() -> None:
    data = {**SMALL, "questions": [{**each, "allows_none": False} for each in SMALL["questions"]]}
    for each in (SMALL, data):
        compiled = compile_protocol(Protocol.from_json(each))
        for answers in people_for(compiled, 100, random.Random(1)):
            sent = {code: list(value) if isinstance(value, tuple) else value for code, value in answers.items()}
            assert parse_answers(compiled.known_questions, sent) == answers


def test_they_choose_up_to_three_of_many_in_the_order_of_the_question() -> None:
    answers = [any_answer(PLACES, random.Random(seed)) for seed in range(200)]
    given = [each for each in answers if isinstance(each, tuple)]
    assert {len(each) for each in given} == {1, 2, 3}
    assert all(list(each) == sorted(each) for each in given)
    assert {code for each in given for code in each} == set("abcde")


def test_the_calm_choose_what_stands_last_where_nothing_cannot_be_chosen() -> None:
    stages, title = make_small().stages, "P"
    given = [each["places"] for each in people(Protocol("p", title, stages, (PLACES,), ())) if "places" in each]
    assert given.count(("e",)) > len(given) / 3


def test_without_test_cases_everybody_is_made_up() -> None:
    assert any(people(make_small(cases=[])))
    unread = make_small(cases=[{"code": "x", "answers": {"nope": 1}, "level": "self_care"}])
    assert {code for each in people(unread) for code in each} == {each["code"] for each in SMALL["questions"]}


def test_the_calm_choose_what_stands_first_and_have_the_least_of_a_number() -> None:
    made_up = people(make_small(cases=[]))
    for code, calm in (("weakness", "none"), ("age", 0), ("face", "no"), ("child", "none")):
        given = [each[code] for each in made_up if code in each]
        assert given.count(calm) > len(given) / 2


def test_half_of_them_are_those_of_the_test_cases() -> None:
    case = {"code": "old", "answers": {"age": 77}, "level": "self_care"}  # which nobody is made up to be
    given = [each["age"] for each in people(make_small(cases=[case]), 1000) if "age" in each]
    assert 0.4 < given.count(77) / len(given) < 0.6


def test_some_answer_anything_at_all() -> None:
    made_up = people(make_small(cases=[]))
    assert {each["weakness"] for each in made_up if "weakness" in each} == {"none", "months", "days", "unsure"}
    assert {each["face"] for each in made_up if "face" in each} == {"yes", "no", "unsure"}


def test_they_choose_some_of_many_more_often_than_none_of_them() -> None:
    given = [any_answer(replace(PLACES, allows_none=True), random.Random(seed)) for seed in range(400)]
    assert 0.5 < sum(isinstance(each, tuple) for each in given) / len(given) < 0.7
