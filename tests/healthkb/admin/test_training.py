import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import AuditEntry, HumanCheck
from articles.services.gate_report import staff_training
from healthkb.models import User
from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("training")


def due_on(day: dt.date) -> list[Any]:
    return [person for person, state in staff_training(on=day) if state.is_due]


def record(client: Client, person: User, **values: Any) -> Any:
    common = {"person": person.pk, "checked_on": "2026-11-02", "checked_by": "Ada", "result": "Plain words, a day."}
    return client.post(PAGE, {**common, "passed": "on", **values})


def test_a_training_is_recorded_and_falls_due_after_two_years() -> None:
    author, editor = make_member("Author"), make_member("Editor")
    page = signed_in(editor).get(PAGE).content.decode()
    assert "2 people need training" in page
    client = signed_in(editor)
    assert record(client, author)["Location"] == PAGE
    assert "Recorded, with the name and the date." in client.get(PAGE).content.decode()
    (row,) = HumanCheck.objects.all()
    assert (row.check_id, row.person, row.recorded_by, row.result) == ("HUM-05", author, editor, "Plain words, a day.")
    assert AuditEntry.objects.filter(action="check_recorded").count() == 1
    assert due_on(dt.date(2028, 11, 2)) == [editor]
    assert due_on(dt.date(2028, 11, 3)) == [author, editor]


def test_what_was_not_good_does_not_hold() -> None:
    author, editor = make_member("Author"), make_member("Editor")
    record(signed_in(editor), author, passed="")
    assert "No, not good yet" in signed_in(editor).get(PAGE).content.decode()


def test_what_is_missing_is_said() -> None:
    editor = make_member("Editor")
    answer = record(signed_in(editor), editor, result="")
    assert (answer.status_code, HumanCheck.objects.count()) == (422, 0)
    assert "This field is required." in answer.content.decode()


def test_who_may_not_record_may_look() -> None:
    publisher = make_member("Publisher")
    page = signed_in(publisher).get(PAGE)
    assert (page.status_code, "Record a training" in page.content.decode()) == (200, False)
    assert record(signed_in(publisher), publisher).status_code == 422
    assert HumanCheck.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_the_same_for_any_number(django_assert_num_queries: Any, people: int) -> None:
    for _ in range(people):
        record(signed_in(make_member("Editor")), make_member("Author"))
    client = signed_in(make_member("Editor"))
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)


def test_it_needs_an_account_here_that_works_on_articles(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    assert signed_in(make_user(is_staff=True)).get(PAGE).status_code == 403


def test_today_stands_in_the_field_as_browsers_read_it() -> None:
    page = signed_in(make_member("Editor")).get(PAGE).content.decode()
    assert f'name="checked_on" value="{timezone.localdate():%Y-%m-%d}"' in page
