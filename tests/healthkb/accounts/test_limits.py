"""How often a password may be tried, and that this keeps nobody else out."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client

from articles.models import AuditEntry
from healthkb.accounts.limits import TRIES_FOR_NAME, TRIES_FOR_NETWORK, WINDOW
from healthkb.models import SignInTries
from tests.healthkb.accounts.conftest import PASSWORD, give_password, make_person

pytestmark = pytest.mark.django_db
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was hashed, to be compared with a stored one or with none."""
    seen: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def watched(self: Any, password: str, salt: Any, *args: Any) -> str:
        seen.append(password)
        return encode(self, password, salt, *args)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", watched)
    return seen


@pytest.mark.parametrize("exists", [True, False])
def test_a_thousand_wrong_passwords_cost_ten_looks_whatever_the_sender_claims(
    client: Client, hashed: list[str], time_machine: Any, exists: bool
) -> None:
    time_machine.move_to("2026-03-03T10:00:00+00:00", tick=False)
    if exists:
        make_person(username="ann")
    hashed.clear()
    for number in range(250):
        forged = f"203.0.113.{number}"
        headers = {"X-Forwarded-For": forged, "Forwarded": f"for={forged}", "X-Real-IP": forged}
        for name in ("ann", "Ann", "ANN", "ａｎｎ"):
            typed = {"username": name, "password": f"wrong-{number}-{name}"}
            client.post("/admin/login/", typed, headers=headers)
    tried = {password for password in hashed if password.startswith("wrong-")}
    assert len(tried) <= TRIES_FOR_NAME


def test_the_limit_is_said_plainly_and_clears_itself(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-03-03T10:00:00+00:00", tick=False)
    person = make_person()
    for _ in range(TRIES_FOR_NAME):
        page = give_password(client, person, "wrong")
    assert "Too many tries" not in page.content.decode()
    page = give_password(client, person)
    assert "Too many tries. Wait 10 minutes, then try again." in page.content.decode()
    time_machine.move_to(dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC) + WINDOW, tick=False)
    assert give_password(client, person).redirect_chain[-1][0] == "/admin/worklist/"


def test_wrong_passwords_from_one_place_keep_nobody_out_elsewhere(client: Client) -> None:
    person = make_person()
    for _ in range(TRIES_FOR_NAME + 5):
        give_password(client, person, "wrong", **ELSEWHERE)
    assert give_password(client, person).redirect_chain[-1][0] == "/admin/worklist/"


def test_the_right_password_clears_the_count(client: Client) -> None:
    person = make_person()
    for _ in range(3):
        for _ in range(TRIES_FOR_NAME - 1):
            give_password(client, person, "wrong")
        give_password(client, person)
        client.post("/admin/logout/")
    assert SignInTries.objects.order_by("-tries").values_list("tries", flat=True).count() == 1


def test_one_password_cannot_be_tried_on_every_account(client: Client, hashed: list[str]) -> None:
    for number in range(TRIES_FOR_NETWORK + 20):
        client.post("/admin/login/", {"username": f"person-{number}", "password": "Spring2026"})
    assert hashed.count("Spring2026") == TRIES_FOR_NETWORK


def failures() -> list[tuple[str, str]]:
    found = AuditEntry.objects.filter(action="sign_in_failed").order_by("number")
    return list(found.values_list("subject", "details"))


def test_nobody_fills_the_audit_log_with_tries_that_are_not_looked_at(client: Client) -> None:
    """Entries stay for ever, and what somebody did would be buried under them."""
    ann = str(make_person(username="ann"))
    for _ in range(TRIES_FOR_NAME + 5):
        client.post("/admin/login/", {"username": "ann", "password": "wrong"})
    assert failures() == [(ann, "{}")] * TRIES_FOR_NAME + [(ann, '{"tries":"too many"}')]
    SignInTries.objects.update(tries=TRIES_FOR_NETWORK - 1)
    before = len(failures())
    for number in range(40):
        client.post("/admin/login/", {"username": f"person-{number // 13}", "password": "wrong"})
    assert failures()[before:] == [("", "{}"), ("", '{"tries":"too many"}')]


def test_what_is_kept_shows_neither_name_nor_network(client: Client) -> None:
    person = make_person(username="ann-of-the-office")
    give_password(client, person, "wrong", **ELSEWHERE)
    kept = str(list(SignInTries.objects.values_list("key", flat=True)))
    assert ("ann" in kept, "198.51" in kept) == (False, False)


def test_a_name_that_exists_is_answered_like_one_that_does_not(client: Client, hashed: list[str]) -> None:
    people = [make_person(username="ann"), make_person(username="bob", is_active=False), make_person(username="cyd")]
    people[2].is_staff = False
    people[2].save()
    answers, looks = [], []
    for name in ("ann", "bob", "cyd", "nobody"):
        hashed.clear()
        page = client.post("/admin/login/", {"username": name, "password": "wrong"})
        answers.append((page.status_code, page.content.decode().split("errornote")[1].split("</p>")[0]))
        looks.append(hashed.count("wrong"))
    assert (len(set(answers)), set(looks)) == (1, {1})
    page = client.post("/admin/login/", {"username": "cyd", "password": PASSWORD})
    assert page.content.decode().split("errornote")[1].split("</p>")[0] == answers[0][1]
