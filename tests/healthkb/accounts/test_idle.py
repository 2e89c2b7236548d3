"""Whoever does nothing for an hour has to sign in again; whoever works does not."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.builders import make_cause, publish_now
from tests.healthkb.accounts.conftest import PASSWORD, PHONE, code_of, give_password, make_person, set_up

pytestmark = pytest.mark.django_db
WORKLIST = "/admin/worklist/"
MINUTE = 60


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to("2026-03-03T10:00:00+00:00", tick=False)
    return time_machine


def test_who_did_nothing_for_an_hour_signs_in_again_and_goes_on(client: Client, clock: Any) -> None:
    person = make_person(is_superuser=True)
    give_password(client, person)
    clock.shift(59 * MINUTE)
    assert client.get(WORKLIST).status_code == 200
    clock.shift(60 * MINUTE)
    answer: Any = client.get(WORKLIST)
    assert answer.url == "/admin/login/?next=/admin/worklist/"
    assert "You did nothing here for 60 minutes, so please sign in again." in client.get(answer.url).content.decode()
    assert give_password(client, person).redirect_chain[-1][0] == WORKLIST


def test_who_works_stays_and_most_answers_set_no_cookie(client: Client, clock: Any) -> None:
    give_password(client, make_person(is_superuser=True))
    told = []
    for _ in range(8):
        clock.shift(30)
        told.append("active" in client.get(WORKLIST).cookies)
    assert told == [False, True] * 4
    for _ in range(5):
        clock.shift(59 * MINUTE)
        assert client.get(WORKLIST).status_code == 200


def test_the_cookie_of_another_person_helps_nobody(clock: Any) -> None:
    clients = [Client(), Client()]
    for client in clients:
        give_password(client, make_person(is_superuser=True))
    clock.shift(59 * MINUTE)
    clients[0].get(WORKLIST)
    clock.shift(2 * MINUTE)
    for forged in (clients[0].cookies["active"].value, "", "a:b:c"):
        clients[1].cookies["active"] = forged
        assert [client.get(WORKLIST).status_code for client in clients] == [200, 302]


def test_the_second_step_is_asked_for_again_too(client: Client, clock: Any, settings: Settings) -> None:
    settings.SECOND_STEP = True
    person = make_person("publisher")
    set_up(client, person)
    clock.shift(61 * MINUTE)
    assert give_password(client, person).redirect_chain[-1][0].startswith(PHONE)
    assert client.get(WORKLIST).status_code == 302
    client.post(PHONE, {"code": code_of(person)})
    assert client.get(WORKLIST).status_code == 200


def test_no_limit_is_no_limit_and_what_everybody_gets_sets_no_cookie(
    client: Client, clock: Any, settings: Settings
) -> None:
    publish_now(make_cause(slug="cramp"))
    give_password(client, make_person(is_superuser=True))
    clock.shift(2 * MINUTE)
    for address in ("/", "/causes/cramp/", "/api/v1/causes/cramp/", "/api/v1/causes/"):
        assert not client.get(address).cookies
    settings.IDLE_MINUTES = 0
    clock.shift(7 * 60 * MINUTE)
    answer = client.get(WORKLIST)
    assert (answer.status_code, "active" in answer.cookies) == (200, False)


def test_nobody_stays_for_longer_than_eight_hours_whatever_they_do(client: Client, clock: Any) -> None:
    person = make_person(is_superuser=True)
    give_password(client, person)
    for _ in range(8):
        clock.shift(59 * MINUTE)
        client.post("/admin/prove/?next=/admin/", {"password": PASSWORD})  # writes into the session
        assert client.get(WORKLIST).status_code == 200
    clock.shift(8 * MINUTE - 1)
    assert client.get(WORKLIST).status_code == 200
    clock.shift(1)
    assert client.get(WORKLIST).status_code == 302
    give_password(client, person)
    assert client.get(WORKLIST).status_code == 200


def test_a_minute_is_a_limit_too_and_no_script_reads_the_cookie(client: Client, clock: Any, settings: Settings) -> None:
    settings.IDLE_MINUTES = 1
    give_password(client, make_person(is_superuser=True))
    clock.shift(59)
    assert client.get(WORKLIST).status_code == 200
    clock.shift(1)
    assert client.get(WORKLIST).status_code == 302
    settings.IDLE_MINUTES = 60
    give_password(client, make_person(is_superuser=True))
    clock.shift(MINUTE)
    cookie = client.get(WORKLIST).cookies["active"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 60 * MINUTE)


@pytest.mark.parametrize("address", ["/admin/logout/", "/admin/second-step/leave/"])
def test_signing_out_leaves_nothing_of_it_in_the_browser(client: Client, clock: Any, address: str) -> None:
    give_password(client, make_person(is_superuser=True))
    clock.shift(2 * MINUTE)
    assert "active" in client.get(WORKLIST).cookies
    clock.shift(2 * MINUTE)
    answer: Any = client.post(address)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert {name: cookie.value for name, cookie in answer.cookies.items() if name == "active"} == {"active": ""}
    assert answer.cookies["active"]["max-age"] == 0
    for other in (client.get("/admin/login/"), client.get(address)):
        assert "Clear-Site-Data" not in other.headers


def test_who_was_not_signed_in_is_asked_to_and_told_nothing_else(client: Client) -> None:
    answer: Any = client.get(WORKLIST)
    assert (answer.status_code, "active" in answer.cookies) == (302, False)
    page = client.get(answer.url)
    assert ("You did nothing here" in page.content.decode(), "active" in page.cookies) == (False, False)
