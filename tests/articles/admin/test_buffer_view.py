import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Buffer, Cause
from articles.services.buffers import keep_buffer
from healthkb.models import User
from tests.builders import make_author, make_cause

from .conftest import make_member, signed_in
from .forms import form_data, saved

pytestmark = pytest.mark.django_db


def url_for(cause: Cause | None) -> str:
    name = "admin:articles_cause_buffer"
    return reverse(name, args=[cause.pk]) if cause else reverse(f"{name}_new")


def send(client: Client, cause: Cause | None, **body: Any) -> int:
    return client.post(url_for(cause), json.dumps(body), content_type="application/json").status_code


def page_of(client: Client, cause: Cause) -> str:
    return client.get(reverse("admin:articles_cause_change", args=[cause.pk])).content.decode()


def test_what_is_typed_is_kept_and_given_back_to_its_writer_only(author_page: Client) -> None:
    cause = make_cause()
    assert send(author_page, cause, edit_number=1, values={"description": "Half a sen"}) == 200
    assert author_page.get(url_for(cause)).json() == {"values": {"description": "Half a sen"}}
    assert signed_in(make_member("Editor")).get(url_for(cause)).json() == {"values": {}}
    assert "that was not saved" in page_of(author_page, cause)


def test_saving_or_forgetting_ends_it(author_page: Client) -> None:
    cause = make_cause()
    send(author_page, cause, edit_number=1, values={"description": "One"})
    url = reverse("admin:articles_cause_change", args=[cause.pk])
    assert saved(author_page.post(url, form_data(author_page.get(url), description="One")))
    assert Buffer.objects.count() == 0
    send(author_page, cause, edit_number=2, values={"description": "Two"})
    assert send(author_page, cause, forget=True) == 200
    assert Buffer.objects.count() == 0


def test_a_new_page_has_one_until_it_is_made(author_page: Client) -> None:
    assert send(author_page, None, edit_number=0, values={"title": "Stre"}) == 200
    add = reverse("admin:articles_cause_add")
    assert "that was not saved" in author_page.get(add).content.decode()
    assert saved(author_page.post(add, form_data(author_page.get(add), title="Stress", slug="stress")))
    assert Buffer.objects.count() == 0


def test_others_are_told_who_is_writing(author_page: Client) -> None:
    cause, eve = make_cause(), make_author(first_name="Eve", last_name="Editor")
    keep_buffer(kind="cause", document=cause, edit_number=1, values={"title": "x"}, by=eve, at=timezone.now())
    assert "Eve Editor is writing on this page now" in page_of(author_page, cause)


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"edit_number": "a", "values": {}}', '{"edit_number": 1, "values": 1}']
)
def test_nonsense_is_refused(author_page: Client, body: str) -> None:
    answer = author_page.post(url_for(make_cause()), body, content_type="application/json")
    assert (answer.status_code, Buffer.objects.count()) == (400, 0)


def test_who_may_not_edit_may_not_keep_text(db: None) -> None:
    reviewer = signed_in(make_member("Medical reviewer"))
    assert send(reviewer, make_cause(), edit_number=1, values={}) == 403
    assert send(reviewer, None, edit_number=1, values={}) == 403
    assert isinstance(User.objects.first(), User)
