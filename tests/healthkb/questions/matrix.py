"""Everything that can be done with a question, as data: where it starts, how it is done, and what a browser sends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from articles.models import AuditEntry, Faq, ReviewRequest
from healthkb.questions.models import Answer, Question
from healthkb.questions.services import assign_question, decline_question, make_faq, merge_question, return_question
from healthkb.roles import ROLES
from tests.builders import AT, after, publish_now
from tests.builders import make_faq as make_plain_faq
from tests.healthkb.questions.builders import answer, assign, make_expert, make_question

FAQ_SLUG = "published-faq"


@dataclass(frozen=True, slots=True)
class Cell:
    """``needs`` are permissions of healthkb/roles.py, all of them."""

    needs: tuple[str, ...]
    start: Callable[[], Question]
    act: Callable[[Question, Any], Any]
    form: Callable[[], dict[str, Any]]
    button: str


def _new() -> Question:
    return make_question()


def _answered() -> Question:
    return answer(assign(make_question()))


def _published_faq() -> Faq:
    faq = Faq.objects.filter(slug=FAQ_SLUG).first()
    if faq is None:
        faq = make_plain_faq(slug=FAQ_SLUG)
        publish_now(faq)
    return faq


def _assign(question: Question, by: Any) -> None:
    values = {"public_text": "Does coffee make legs twitch?", "topic": None, "names_are_fine": False}
    assign_question(question=question, expert=make_expert(), by=by, at=AT, **values)  # type: ignore[arg-type]


CELLS = {
    "assign": Cell(
        ("moderate_question",),
        _new,
        _assign,
        lambda: {"public_text": "Does coffee make legs twitch?", "expert": make_expert().pk},
        "assign",
    ),
    "decline": Cell(
        ("moderate_question",),
        _new,
        lambda row, by: decline_question(question=row, reason="other", message="No.", by=by, at=AT),
        lambda: {"reason": "other", "message": "No."},
        "decline",
    ),
    "merge": Cell(
        ("moderate_question",),
        _new,
        lambda row, by: merge_question(question=row, into=_published_faq(), message="", by=by, at=AT),
        lambda: {"into": _published_faq().slug},
        "merge",
    ),
    "return": Cell(
        ("moderate_question",),
        lambda: assign(make_question()),
        lambda row, by: return_question(question=row, note="No.", by=by, at=AT),
        lambda: {"note": "No."},
        "return",
    ),
    "make_faq": Cell(
        ("moderate_question", "submit_document"),
        _answered,
        lambda row, by: make_faq(question=row, article=None, by=by, at=after(1)),
        lambda: {"article": ""},
        "make-faq",
    ),
}


def is_given(role: str, cell: Cell) -> bool:
    found = next((each for each in ROLES if each.key == role), None)
    return found is not None and {*cell.needs} <= {*found.transitions, *found.questions}


def snapshot() -> Any:
    return (
        list(Question.objects.order_by("pk").values()),
        [model.objects.count() for model in (Answer, ReviewRequest)],
        AuditEntry.objects.filter(subject_kind="question").count(),
    )
