from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from articles.publishing import NotAllowed, Refused
from articles.services.worklist import Section
from healthkb.questions.models import Helpfulness, ProblemReport
from healthkb.questions.services import WrongState, close_report, worklist_rows
from tests.builders import AT, after, edit, make_cause, make_user, publish_now
from tests.healthkb.questions.builders import make_moderator, person_with

pytestmark = pytest.mark.django_db
ABOUT = {"type": "cause", "slug": "coffee"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(after(60), tick=False):
        yield


@pytest.fixture
def cause() -> Any:
    made = make_cause(slug="coffee", owner=person_with("Author"))
    publish_now(made)
    return made


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{path}/", body, content_type="application/json")


def test_helpful_or_not_is_counted_for_each_version_and_nothing_else_is_kept(client: Client, cause: Any) -> None:
    answers = [post(client, "feedback", **ABOUT, helpful=helpful) for helpful in (True, True, False)]
    edit(cause, at=after(1), description="Other words.")
    publish_now(cause, at=after(2))
    post(client, "feedback", **ABOUT, helpful=False)
    assert [each.status_code for each in answers] == [201] * 3
    assert list(Helpfulness.objects.order_by("version").values("version", "helpful", "not_helpful")) == [
        {"version": 1, "helpful": 2, "not_helpful": 1},
        {"version": 2, "helpful": 0, "not_helpful": 1},
    ]
    assert {field.name for field in Helpfulness._meta.fields} == {"id", "document", "version", "helpful", "not_helpful"}
    assert client.cookies.output() == ""


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("feedback", {"helpful": True, "slug": "draft"}),
        ("feedback", {"helpful": "perhaps"}),
        ("feedback", {"helpful": True, "name": "Jane"}),
        ("problem-reports", {"category": "wrong", "slug": "draft"}),
        ("problem-reports", {"category": "ugly"}),
        ("problem-reports", {"category": "wrong", "text": "x" * 1001}),
        ("problem-reports", {"category": "wrong", "website": "x"}),
    ],
)
def test_only_about_what_is_published_and_only_what_is_asked(client: Client, cause: Any, path: str, body: Any) -> None:
    make_cause(slug="draft")
    assert post(client, path, **{**ABOUT, **body}).status_code == 400
    assert (Helpfulness.objects.count(), ProblemReport.objects.count()) == (0, 0)


def test_a_report_goes_to_the_owner_who_replies(client: Client, cause: Any) -> None:
    receipt = post(client, "problem-reports", **ABOUT, category="wrong", text="It is tea.").json()
    report = ProblemReport.objects.get()
    (section,) = sections(cause.owner)
    assert [(task.row, task.what) for task in section.tasks] == [(report, f"Something is wrong: {cause}")]
    assert sections(person_with("Author"))[0].tasks == []

    close_report(report=report, state="mended", reply="We changed it.", by=cause.owner, at=after(61))
    told = client.get(receipt["status_url"]).json()
    assert (receipt["state"], told["state"], told["in_words"], told["reply"]) == (
        "open",
        "mended",
        "Put right",
        "We changed it.",
    )
    assert sections(cause.owner)[0].tasks == []
    assert client.get("/api/v1/problem-reports/status/none/").status_code == 404


def test_a_report_about_a_page_without_an_owner_goes_to_moderators(client: Client) -> None:
    publish_now(make_cause(slug="coffee"))
    post(client, "problem-reports", **ABOUT, category="broken")
    assert [task.row for task in sections(make_moderator())[-1].tasks] == list(ProblemReport.objects.all())


def test_only_the_owner_and_moderators_reply_once_and_with_words(client: Client, cause: Any) -> None:
    post(client, "problem-reports", **ABOUT, category="wrong")
    report = ProblemReport.objects.get()
    with pytest.raises(NotAllowed):
        close_report(report=report, state="kept", reply="No.", by=make_user(), at=AT)
    with pytest.raises(Refused):
        close_report(report=report, state="kept", reply=" ", by=cause.owner, at=AT)
    close_report(report=report, state="kept", reply="It is right.", by=make_moderator(), at=AT)
    with pytest.raises(WrongState):
        close_report(report=report, state="kept", reply="Again.", by=cause.owner, at=AT)


def test_floods_are_stopped(client: Client, cause: Any, settings: Settings, own_counts: None) -> None:
    settings.RATE_LIMITS = {"feedback": (2, 60)}
    statuses = [post(client, "feedback", **ABOUT, helpful=True).status_code for _ in range(3)]
    assert (statuses, Helpfulness.objects.get().helpful) == ([201, 201, 429], 2)
    settings.RATE_LIMITS = {}
    settings.QUESTIONS_MOST_WAITING = 1
    assert [post(client, "problem-reports", **ABOUT, category="wrong").status_code for _ in range(2)] == [201, 503]


def sections(person: Any) -> list[Section]:
    return list(worklist_rows(person, after(60)))
