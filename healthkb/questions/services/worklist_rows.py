"""What waits for a person because of readers: questions to moderate, to answer or to publish, and reports."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q

from articles.models.people import Person
from articles.services.worklist import MAX_SHOWN, Section, Task
from healthkb.questions.models import ProblemReport, Question, QuestionState, ReportState

from . import rights
from .states import with_state

State = QuestionState
_STEPS = {
    State.NEEDS_MODERATION: "Read it with care: personal details, alarming words, or it came back",
    State.NEW: "Moderate it",
    State.ANSWERED: "Answered: make it a FAQ",
}


def worklist_rows(person: Person, at: dt.datetime) -> Iterable[Section]:
    is_moderator, answers = rights.may(person, rights.MODERATE), rights.may(person, rights.ANSWER)
    if is_moderator or answers:
        tasks = [*(_to_moderate(at) if is_moderator else ()), *(_to_answer(person, at) if answers else ())]
        yield _section("Readers' questions", "No question waits for you.", tasks)
    yield _section("Problems that readers report", "No report waits for you.", list(_reports(person, is_moderator)))


def _section(name: str, empty: str, tasks: list[Task]) -> Section:
    return Section(name, empty, tasks[:MAX_SHOWN], len(tasks))


def _to_moderate(at: dt.datetime) -> Iterator[Task]:
    rows = with_state(Question.objects.all(), at=at).filter(state__in=list(_STEPS)).order_by("-is_alarming", "asked_at")
    for row in rows:
        yield Task(row, _STEPS[State(row.state)], row.asked_at)


def _to_answer(person: Person, at: dt.datetime) -> Iterator[Task]:
    rows = with_state(Question.objects.filter(expert__user=person), at=at).filter(state=State.ASSIGNED)
    for row in rows.select_related("session").order_by("assigned_at"):
        waits = row.session is not None and at < row.session.starts_at
        yield Task(row, "Answer it in the session" if waits else "Answer it", row.session.starts_at if waits else None)


def _reports(person: Person, is_moderator: bool) -> Iterator[Task]:
    """Those about a page go to its owner; where there is none, to the moderators."""
    mine = Q(document__owner=person)
    if is_moderator:
        mine |= Q(document__owner=None) | Q(document__owner__is_active=False)
    rows = ProblemReport.objects.filter(mine, state=ReportState.OPEN).select_related("document")
    for row in rows.order_by("reported_at"):
        yield Task(row, f"{row.get_category_display()}: {row.document}", row.reported_at)
