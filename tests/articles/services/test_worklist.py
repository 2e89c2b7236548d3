import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.content.vocabulary import Decision, ReviewRole
from articles.publishing import emergency_publish, make_release, publish, review
from articles.services.worklist import worklist
from healthkb.admin.worklist import address_of
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_publisher,
    make_reference,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db
YEARS = 365 * 3


def waiting(person: Any) -> list[tuple[str, str]]:
    return [(str(task.row), task.what) for task in worklist(person=person, at=after(30))[0].tasks]


def names(at: dt.datetime, section: str) -> list[str]:
    (found,) = [each for each in worklist(person=make_user(), at=at) if each.name == section]
    return [str(task.row) for task in found.tasks]


def test_a_major_change_waits_for_clinicians_who_did_not_write_it_then_for_publishers() -> None:
    author, clinician, publisher = make_author(), make_clinician(), make_publisher()
    editor = make_user("articles.review_editorial")
    request = submit_now(make_cause(by=author, title="Stress"), by=author, change_note="New page.")
    people = {"author": author, "clinician": clinician, "editor": editor, "publisher": publisher}
    before = {name: waiting(person) for name, person in people.items()}
    approve_now(request, by=clinician)
    after_it = {name: waiting(person) for name, person in people.items()}
    nothing: dict[str, Any] = {name: [] for name in people}
    assert before == {**nothing, "clinician": [("New page.", "Review it: Stress")]}
    assert after_it == {**nothing, "publisher": [("New page.", "Publish it, it is approved: Stress")]}


def test_a_minor_change_waits_for_editors_too() -> None:
    submit_now(make_cause(title="Stress"), make_cause(), change_kind="minor", change_note="A comma.")
    assert waiting(make_user("articles.review_editorial")) == [("A comma.", "Review it: Stress and 1 more")]


def test_what_was_edited_since_waits_for_nobody_but_its_author() -> None:
    cause = make_cause()
    submit_now(cause)
    edit(cause, description="Other words.")
    assert waiting(make_clinician()) == []


def test_what_was_sent_back_waits_for_its_author_until_it_is_submitted_again() -> None:
    author = make_author()
    cause = make_cause(by=author)
    request = submit_now(cause, by=author, change_note="New page.")
    decision = Decision.REQUEST_CHANGES
    review(
        request=request,
        role=ReviewRole.CLINICAL,
        decision=decision,
        comment="Say when.",
        by=make_clinician(),
        at=after(1),
    )
    sent_back = waiting(author)
    edit(cause, by=author, at=after(2), description="When it is hot.")
    submit_now(cause, by=author, at=after(3))
    assert sent_back == [("New page.", "Changes were asked for: change the text and submit it again")]
    assert waiting(author) == []


def test_reviews_move_from_due_to_overdue_by_the_day() -> None:
    publish_now(make_cause(slug="salt", review_interval_months=12), at=AT)
    moments = [AT + dt.timedelta(days=days) for days in (304, 305, 365, 366)]
    due = [len(names(at, "Review due in 60 days")) for at in moments]
    overdue = [len(names(at, "Review overdue")) for at in moments]
    assert (due, overdue) == ([0, 1, 1, 0], [0, 0, 0, 1])


def test_what_is_scheduled_or_hurried_is_named_by_its_pages() -> None:
    request, publisher = submit_now(make_cause(title="Salt"), go_live_at=after(60)), make_publisher()
    approve_now(request)
    publish(request=request, by=publisher, at=after(1))
    person = make_user("articles.emergency_publish")
    emergency_publish(request=submit_now(make_cause(title="Water")), reason="It harms.", by=person, at=after(2))
    told = {each.name: [task.what for task in each.tasks] for each in worklist(person=person, at=after(30))}
    assert told["Scheduled"] == [f"Salt, set by {publisher}"]
    assert told["Published in an emergency, awaiting a second look"] == ["Water: It harms."]


def test_schedules_old_references_and_emergencies() -> None:
    request = submit_now(make_cause(), change_note="At noon.", go_live_at=after(60))
    approve_now(request)
    publish(request=request, by=make_publisher(), at=after(1))
    for slug, day in (("new", dt.date(2026, 10, 1)), ("old", dt.date(2025, 10, 1)), ("never", None)):
        make_reference(slug=slug, title=slug, last_checked=day)
    hurried = submit_now(make_cause(), change_note="In a hurry.")
    person = make_user("articles.emergency_publish")
    emergency_publish(request=hurried, reason="People could come to harm.", by=person, at=after(2))
    second_look = "Published in an emergency, awaiting a second look"
    before = (names(after(30), "Scheduled"), names(after(60), "Scheduled"), names(after(30), second_look))
    approve_now(hurried, at=after(40))
    assert before == (["At noon."], [], ["In a hurry."])
    assert names(after(50), second_look) == []
    assert sorted(names(after(30), "Broken or old references")) == ["NHS: never", "NHS: old"]


@pytest.mark.parametrize("documents", [1, 3])
def test_lists_of_reviews_cost_the_same_for_any_number(
    documents: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish_now(*[make_cause(owner=make_user()) for _ in range(documents)], at=AT)
    person = make_user()
    with django_assert_num_queries(13):
        worklist(person=person, at=AT + dt.timedelta(days=YEARS + 30))


def test_the_page_links_to_where_each_task_is_done() -> None:
    publish_now(make_cause(title="Salt", review_interval_months=1), at=AT)
    request = submit_now(make_cause(), change_note="New page.")
    client = signed_in(make_member("Medical reviewer"))
    page = client.get("/admin/worklist/").content.decode()
    assert f'<a href="/admin/articles/reviewrequest/{request.pk}/change/">New page.</a>' in page
    assert "/admin/worklist/" in client.get("/admin/").content.decode()


def test_references_that_are_broken_or_have_no_address_come_first() -> None:
    make_reference(publisher="Fine")
    make_reference(publisher="No address", url="")
    make_reference(publisher="Moved", broken_since=AT.date())
    make_reference(publisher="Ours", url="", grade="clinical_judgement")
    found = [each.split(":")[0] for each in names(after(30), "Broken or old references")]
    assert found == ["Moved", "No address"]


def test_a_page_waits_to_be_looked_at_again_after_a_safety_change() -> None:
    cause = make_cause(title="Salt")
    publish_now(make_article(title="Cramps", causes=[cause]))
    edit(cause, at=after(1), description="Corrected.")
    publish_now(cause, at=after(2), change_kind="safety", change_note="Doses were wrong.")
    (task,) = next(
        each for each in worklist(person=make_user(), at=after(3)) if each.name.startswith("Look again")
    ).tasks
    assert task.what == "“Salt” in it was changed: Doses were wrong."
    assert address_of(task) == reverse("admin:articles_reviewtask_change", args=[task.row.pk])


def test_a_release_waits_for_a_publisher_once_all_of_it_is_approved() -> None:
    publisher = make_publisher()
    requests = [submit_now(make_cause()) for _ in range(2)]
    make_release(name="Salt", requests=requests, by=publisher, at=after(1))
    approve_now(requests[0])
    assert waiting(publisher) == []
    approve_now(requests[1])
    assert waiting(publisher) == [("Salt", "Everything in this release is approved: publish it")]


def test_what_waits_costs_the_same_for_any_number() -> None:
    clinician = make_clinician()
    counts: list[int] = []
    for expected in (1, 3):
        while len(waiting(clinician)) < expected:
            submit_now(make_cause())
        clinician = type(clinician).objects.get(pk=clinician.pk)
        with CaptureQueriesContext(connection) as queries:
            waiting(clinician)
        counts.append(len(queries))
    assert counts[0] == counts[1]
