from typing import Any

import pytest

from tests.triage.engine.examples import COMPILED, with_question
from triage.engine import Question
from triage.engine.answers import MOST_FAULTS, AnswersError, Fault, is_on_step, parse_answers

QUESTIONS = COMPILED.known_questions
WEAKNESS = ("none", "months", "days", "unsure")
CHILD = ("limp", "late", "none", "unsure")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({}, {}),
        ({"face": True, "heart": False}, {"face": "yes", "heart": "no"}),
        ({"face": "no"}, {"face": "no"}),
        ({"weakness": "none"}, {"weakness": "none"}),
        ({"child": ["late", "limp"]}, {"child": ("limp", "late")}),
        ({"child": ["none"]}, {"child": "none"}),
        ({"child": "none"}, {"child": "none"}),
        ({"child": ["unsure"], "weakness": ["unsure"]}, {"child": "unsure", "weakness": "unsure"}),
        ({"age": 0.5}, {"age": 0.5}),
        ({"child": [], "age": None}, {}),
    ],
)
def test_answers_are_read(sent: dict[str, Any], read: dict[str, Any]) -> None:
    assert parse_answers(QUESTIONS, sent) == read


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (
            {"wekness": "none"},
            Fault(
                "/wekness",
                "unknown_question",
                'There is no question "wekness". Did you mean "weakness"?',
                ("age", "face", "weakness", "child", "heart"),
            ),
        ),
        (
            {"weakness": "day"},
            Fault("/weakness", "unknown_option", 'That is not an answer to "weakness". Did you mean "days"?', WEAKNESS),
        ),
        ({"weakness": ["days"]}, Fault("/weakness", "wrong_type", '"weakness" takes one code, as text.', WEAKNESS)),
        ({"weakness": 3}, Fault("/weakness", "wrong_type", '"weakness" takes one code, as text.', WEAKNESS)),
        ({"child": "limp"}, Fault("/child", "wrong_type", '"child" takes a list of codes.', CHILD)),
        ({"child": ["limp", 3]}, Fault("/child/1", "wrong_type", "Each choice is a code, as text.", CHILD)),
        ({"child": ["limp", "x"]}, Fault("/child/1", "unknown_option", 'That is not an answer to "child".', CHILD)),
        (
            {"child": ["limp", "none"]},
            Fault("/child/1", "not_alone", '"none" can\'t be sent with other choices.', CHILD),
        ),
        (
            {"child": ["unsure", "limp"]},
            Fault("/child/0", "not_alone", '"unsure" can\'t be sent with other choices.', CHILD),
        ),
        ({"child": ["limp", "limp"]}, Fault("/child/1", "repeated", '"limp" is there twice.', CHILD)),
        ({"age": "unsure"}, Fault("/age", "not_offered", '"age" does not offer "unsure".')),
        ({"age": True}, Fault("/age", "wrong_type", '"age" takes a number.')),
        ({"age": float("nan")}, Fault("/age", "wrong_type", '"age" takes a number.')),
        ({"age": 121}, Fault("/age", "out_of_range", '"age" must be from 0 to 120.')),
    ],
)
def test_what_cannot_be_read_is_named_with_what_is_valid(sent: dict[str, Any], fault: Fault) -> None:
    with pytest.raises(AnswersError) as caught:
        parse_answers(QUESTIONS, sent)
    assert caught.value.faults == (fault,)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(AnswersError) as caught:
        parse_answers(QUESTIONS, {"age": "x", "nope": 1})
    assert [fault.pointer for fault in caught.value.faults] == ["/age", "/nope"]


def test_after_a_hundred_faults_no_more_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each word that is like another is looked for among all, which takes its time."""
    looked_for: list[str] = []

    def look(word: str, known: Any) -> str:
        looked_for.append(word)
        return ""

    monkeypatch.setattr("triage.engine.answers.did_you_mean", look)
    with pytest.raises(AnswersError) as caught:
        parse_answers(QUESTIONS, {f"nope{number}": 1 for number in range(1000)})
    assert len(caught.value.faults) == len(looked_for) == MOST_FAULTS


def test_answers_are_an_object() -> None:
    with pytest.raises(AnswersError, match="Send an object"):
        parse_answers(QUESTIONS, ["age"])


def test_steps_are_counted_from_the_least() -> None:
    age = Question(code="age", kind="number", text="Age?", stage="s", min=1, max=9, step=3)
    assert [value for value in range(1, 10) if is_on_step(age, value)] == [1, 4, 7]


def test_a_number_keeps_to_its_steps() -> None:
    questions = {question.code: question for question in with_question("age", step=0.1).questions}
    assert parse_answers(questions, {"age": 0.3}) == {"age": 0.3}
    with pytest.raises(AnswersError, match=r"goes in steps of 0.1 from 0"):
        parse_answers(questions, {"age": 0.35})


def test_none_is_refused_where_it_is_not_offered() -> None:
    questions = {question.code: question for question in with_question("child", allows_none=False).questions}
    with pytest.raises(AnswersError) as caught:
        parse_answers(questions, {"age": 5, "child": "none"})
    assert caught.value.faults == (
        Fault("/child", "not_offered", '"child" does not offer "none".', ("limp", "late", "unsure")),
    )
