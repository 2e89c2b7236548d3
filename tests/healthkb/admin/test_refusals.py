"""What somebody reads who may not open a page, or whose page was open for too long."""

import pytest
from django.test import Client

from tests.articles.admin.conftest import make_member, signed_in

pytestmark = pytest.mark.django_db


def test_a_page_without_the_right_to_it_says_whom_to_ask() -> None:
    answer = signed_in(make_member("Publisher")).get("/admin/articles/importbatch/")
    assert answer.status_code == 403
    assert "Your account does not have the right to it." in answer.content.decode()
    assert "ask whoever looks after the accounts" in answer.content.decode()


def test_a_form_that_cannot_be_trusted_says_that_nothing_was_saved() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member("Author"))
    answer = client.post("/admin/articles/cause/add/", {"title": "Cramp"})
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.content.decode()
    assert "load the page again" in answer.content.decode()
