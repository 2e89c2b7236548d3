"""The password again before what cannot be taken back, and what a changed password ends."""

import html
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from articles.models import Published, Review
from healthkb.accounts.proving import GUARDED
from tests.builders import approve_now, make_cause, submit_now
from tests.healthkb.accounts.conftest import PASSWORD, give_password, make_person

pytestmark = pytest.mark.django_db
NEW = "quite another pass phrase"


@pytest.fixture
def late(client: Client, time_machine: Any) -> Any:
    """A superuser who signed in and then went for lunch."""
    time_machine.move_to("2026-03-03T10:00:00+00:00", tick=False)
    person = make_person(is_superuser=True)
    give_password(client, person)
    time_machine.shift(16 * 60)
    return person


def test_a_publish_long_after_the_password_asks_for_it_and_does_nothing(client: Client, late: Any) -> None:
    request = submit_now(make_cause())
    approve_now(request)
    address = f"/admin/articles/reviewrequest/{request.pk}/publish/"
    answer: Any = client.post(address)
    assert (answer.url, Published.objects.count()) == (f"/admin/prove/?next={address.replace('/', '%2F')}&again=1", 0)
    page = client.get(answer.url).content.decode()
    assert "Nothing has been done yet." in page

    wrong = client.post(answer.url, {"password": "wrong", "next": address})
    assert (wrong.status_code, "That is not your password." in wrong.content.decode()) == (422, True)
    right: Any = client.post(answer.url, {"password": PASSWORD, "next": address})
    assert (right.status_code, right.url) == (302, address)
    assert (client.post(address).status_code, Published.objects.count()) == (302, 1)


def test_the_proof_begins_another_session(client: Client, late: Any) -> None:
    planted = client.cookies["sessionid"].value
    client.post("/admin/prove/?next=/admin/", {"password": PASSWORD})
    assert client.get("/admin/articles/importbatch/upload/").status_code == 200
    client.cookies["sessionid"] = planted
    assert client.get("/admin/").status_code == 302


def test_a_password_proves_it_for_15_minutes(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-03-03T10:00:00+00:00", tick=False)
    give_password(client, make_person(is_superuser=True))
    for shift, status in ((15 * 60 - 1, 200), (1, 302)):
        time_machine.shift(shift)
        assert client.get("/admin/articles/importbatch/upload/").status_code == status


@pytest.mark.parametrize(
    "address",
    [
        "articles/importbatch/upload/",
        "healthkb/user/add/",
        "healthkb/user/1/change/",
        "healthkb/user/1/password/",
        "healthkb/user/1/second-step/",
    ],
)
def test_imports_and_changes_of_accounts_ask_too(client: Client, late: Any, address: str) -> None:
    for send, status in ((client.get, 302), (client.post, 307)):
        answer: Any = send(f"/admin/{address}")
        assert (answer.status_code, answer.url.split("?")[0]) == (status, "/admin/prove/")


def test_a_decision_on_a_review_asks_and_keeps_the_comment(client: Client, late: Any) -> None:
    request = submit_now(make_cause())
    address = f"/admin/articles/reviewrequest/{request.pk}/request-changes/"
    form = {"role": "clinical", "comment": 'Not "true".\nMend it.'}
    asked: Any = client.post(address, form)
    assert (asked.status_code, asked.url, Review.objects.count()) == (
        307,
        f"/admin/prove/?{next_is(address)}&again=1",
        0,
    )
    # A browser sends its form on after a 307; so does this.
    page = client.post(asked.url, form)
    assert (page.status_code, "done with what you wrote" in page.content.decode()) == (200, True)
    kept = hidden_fields(page.content.decode())
    assert kept == {**form, "next": address}
    again = client.post(asked.url, {**kept, "password": "nearly my password"}).content.decode()
    assert (hidden_fields(again), "nearly my password" in again) == (kept, False)
    back: Any = client.post(asked.url, {**kept, "password": PASSWORD})
    assert (back.status_code, back.url) == (307, address)
    assert client.post(back.url, {**kept, "password": PASSWORD}).status_code == 302
    assert Review.objects.get().comment == form["comment"]


def test_a_file_is_chosen_again_so_the_page_comes_back_empty(client: Client, late: Any) -> None:
    address = "/admin/articles/importbatch/upload/"
    form = {"note": "Spring", "file": SimpleUploadedFile("words.csv", b"slug")}
    asked: Any = client.post(address, form)
    page = client.post(asked.url, {**form, "file": SimpleUploadedFile("words.csv", b"slug")}).content.decode()
    assert "the page then opens again" in page
    assert hidden_fields(page) == {"next": address}
    back: Any = client.post(asked.url, {"next": address, "password": PASSWORD})
    assert (back.status_code, back.url) == (302, address)


def hidden_fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def next_is(address: str) -> str:
    return urlencode({"next": address})


def test_reading_and_drafting_do_not_ask(client: Client, late: Any) -> None:
    for address in ("", "worklist/", "articles/cause/", "articles/cause/add/", "healthkb/user/"):
        assert client.get(f"/admin/{address}").status_code == 200


def test_every_guarded_name_is_that_of_a_page() -> None:
    """A page that is renamed would lose its guard."""
    names = {f"admin:{name}" for name in get_resolver("healthkb.urls").namespace_dict["admin"][1].reverse_dict}
    names = {name for name in names if isinstance(name, str)} | {"second_step_codes", "second_step_set_up", "signed_in"}
    found = {name.split("_")[-1] for name in names if GUARDED.fullmatch(name)}
    decisions = {"approve", "changes", "decline", "task", "publish", "release", "withdraw", "switch"}
    accounts = {"add", "change", "secret", "step", "codes", "up", "in", "out"}
    assert found == decisions | accounts | {"upload", "confirm", "undo"}
    with pytest.raises(NoReverseMatch):
        reverse("admin:no_such_page")


def test_guesses_at_the_page_count_as_guesses_at_the_sign_in(client: Client, late: Any) -> None:
    for _ in range(10):
        client.post("/admin/prove/", {"password": "wrong"})
    page = client.post("/admin/prove/", {"password": PASSWORD})
    assert (page.status_code, "Too many tries." in page.content.decode()) == (422, True)


def test_nobody_is_asked_who_has_not_signed_in(client: Client) -> None:
    reader = make_person()
    reader.is_staff = False
    reader.save()
    for _ in range(2):
        answer: Any = client.get("/admin/prove/")
        assert (answer.status_code, answer.url) == (302, "/admin/")
        client.force_login(reader)


def test_a_changed_password_ends_the_other_sessions(client: Client) -> None:
    person, elsewhere = make_person(), Client()
    give_password(client, person)
    give_password(elsewhere, person)
    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/admin/password_change/", fields).status_code == 302
    assert (client.get("/admin/").status_code, elsewhere.get("/admin/").status_code) == (200, 302)


def test_an_account_that_was_closed_is_out_at_once(client: Client) -> None:
    person = make_person()
    give_password(client, person)
    person.is_active = False
    person.save()
    assert client.get("/admin/").status_code == 302
