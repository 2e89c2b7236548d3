import pytest
from django.http import QueryDict

from healthkb.site.triage.answering import NotAnAnswer, interview_in, read_answer
from healthkb.site.triage.questions import Question

NOTHING_MORE = {"allows_none": False, "allows_unsure": False}
COMMON: dict[str, object] = {"text": "?", "options": [], "min": None, "max": None, **NOTHING_MORE}


def question(code: str, kind: str, **values: object) -> Question:
    options = [{"code": each, "label": each.capitalize()} for each in values.pop("options", ())]  # type: ignore[attr-defined]
    return Question({**COMMON, "code": code, "kind": kind, "options": options, **values})


SIGNS = question("signs", "many_of", options=("numb", "weak"), allows_none=True, allows_unsure=True)
SIDE = question("side", "one_of", options=("left", "right"))
AGE = question("age", "number", min=0, max=120, allows_unsure=True, text="How old are you?", unit="years")
CRAMP = question("cramp", "yes_no")
QUESTIONS = {each.code: each for each in (SIGNS, SIDE, AGE, CRAMP)}


@pytest.mark.parametrize(
    ("asked", "given", "answer"),
    [
        (SIGNS, ("weak", "numb"), ["weak", "numb"]),
        (SIGNS, ("none",), "none"),
        (SIGNS, ("unsure",), "unsure"),
        (SIDE, ("left",), "left"),
        (CRAMP, ("no",), "no"),
        (AGE, ("44",), 44),
        (AGE, (" 0,5 ",), 0.5),
        (AGE, ("", "unsure"), "unsure"),
    ],
)
def test_an_answer_as_the_api_takes_it(asked: Question, given: tuple[str, ...], answer: object) -> None:
    assert read_answer(asked, given) == answer


@pytest.mark.parametrize(
    ("asked", "given", "message"),
    [
        (SIDE, (), "Choose one answer."),
        (SIDE, ("up",), "Choose one answer."),
        (CRAMP, ("unsure",), "Choose one answer."),
        (
            SIGNS,
            (),
            "Choose at least one answer, or choose that none fits, or choose that you are not sure.",
        ),
        (SIGNS, ("none", "weak"), "Choose “None of these” by itself, or take it away and keep the others."),
        (AGE, (), "Type a number from 0 to 120."),
        (AGE, ("old",), "Type a number from 0 to 120."),
        (AGE, ("nan",), "Type a number from 0 to 120."),
        (AGE, ("121",), "Type a number from 0 to 120."),
        (AGE, ("44", "unsure"), "Type a number, or choose that you are not sure. Not both."),
    ],
)
def test_what_is_no_answer_is_said_plainly(asked: Question, given: tuple[str, ...], message: str) -> None:
    with pytest.raises(NotAnAnswer) as refused:
        read_answer(asked, given)
    assert str(refused.value) == message


def test_answers_travel_from_page_to_page_unchanged() -> None:
    carried = interview_in(QueryDict("a.signs=weak&a.signs=numb&a.age=44&a.side=left&other=1"), QUESTIONS)
    assert carried.answers == {"signs": ["weak", "numb"], "age": 44, "side": "left"}
    posted = QueryDict(mutable=True)
    for name, value in carried.fields():
        posted.appendlist(name, value)
    assert interview_in(posted, QUESTIONS) == carried
    assert carried.fields(without="signs") == [("other", "1"), ("a.age", "44"), ("a.side", "left")]


def test_answers_that_no_longer_fit_are_asked_again() -> None:
    posted = QueryDict("a.side=up&a.gone=yes&a.age=300&a.cramp=yes&question=gone&change=gone")
    carried = interview_in(posted, QUESTIONS)
    assert (carried.answers, carried.asked, carried.change) == ({"cramp": "yes"}, "", "")


def test_answers_are_told_back_in_the_readers_words() -> None:
    told = [SIGNS.told(["numb", "weak"]), AGE.told(44), CRAMP.told("no"), SIDE.told("left"), SIGNS.words("unsure")]
    assert told == ["Numb; Weak", "How old are you? 44 years", "? No", "? Left", "I’m not sure"]
