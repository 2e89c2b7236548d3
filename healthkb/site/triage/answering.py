"""What one request carries: the answers so far, in order, and what the reader wants next."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from healthkb.site.triage.questions import NONE, UNSURE, Answer, Question

PREFIX = "a."
Questions = Mapping[str, Question]


class NotAnAnswer(Exception):
    """The message is for the reader."""


@dataclass(frozen=True, slots=True)
class Interview:
    answers: dict[str, Answer]
    for_other: bool
    asked: str = ""
    given: tuple[str, ...] = ()
    change: str = ""
    is_back: bool = False
    is_end: bool = False

    def fields(self, *, without: str = "") -> list[tuple[str, str]]:
        """The hidden fields that carry it to the next page."""
        carried = [("other", "1")] if self.for_other else []
        for code, answer in self.answers.items():
            if code != without:
                values = answer if isinstance(answer, list) else [answer]
                carried += [(PREFIX + code, str(value)) for value in values]
        return carried


def interview_in(posted: QueryDict, questions: Questions) -> Interview:
    """Carried answers that no longer fit the questions are left out, so they are asked again."""
    answers: dict[str, Answer] = {}
    for name, values in posted.lists():
        question = questions.get(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
        if question is not None:
            answers |= _still_fits(question, values)
    return Interview(
        answers=answers,
        for_other=posted.get("other") == "1",
        asked=_known(posted.get("question"), questions),
        given=tuple(posted.getlist("answer")),
        change=_known(posted.get("change"), questions),
        is_back="back" in posted,
        is_end="end" in posted,
    )


def read_answer(question: Question, given: tuple[str, ...]) -> Answer:
    """Raises NotAnAnswer."""
    given = tuple(each.strip() for each in given if each.strip())
    if question.is_number:
        return _number(question, given)
    known = {each.code for each in question.choices}
    if not given or not known.issuperset(given):
        raise NotAnAnswer(_ask_again(question))
    if not question.is_many:
        return given[0]
    return _many(question, given)


def _many(question: Question, given: tuple[str, ...]) -> Answer:
    alone = [each for each in question.alone if each.code in given]
    if alone and len(given) > 1:
        raise NotAnAnswer(f"Choose “{alone[0].label}” by itself, or take it away and keep the others.")
    return alone[0].code if alone else list(dict.fromkeys(given))


def _number(question: Question, given: tuple[str, ...]) -> Answer:
    if UNSURE in given and question.body["allows_unsure"]:
        if len(given) > 1:
            raise NotAnAnswer("Type a number, or choose that you are not sure. Not both.")
        return UNSURE
    try:
        number = float(given[0].replace(",", "."))
    except (IndexError, ValueError):
        raise NotAnAnswer(f"Type a number {question.limits}.") from None
    if not question.body["min"] <= number <= question.body["max"]:
        raise NotAnAnswer(f"Type a number {question.limits}.")
    return int(number) if number.is_integer() else number


def _ask_again(question: Question) -> str:
    ways = {NONE: "choose that none fits", UNSURE: "choose that you are not sure"}
    offered = [ways[each.code] for each in question.alone]
    first = "Choose at least one answer" if question.is_many else "Choose one answer"
    return ", or ".join([first, *offered]) + "."


def _still_fits(question: Question, values: list[str]) -> dict[str, Answer]:
    try:
        return {question.code: read_answer(question, tuple(values))}
    except NotAnAnswer:
        return {}


def _known(code: str | None, questions: Questions) -> str:
    return code if code and code in questions else ""
