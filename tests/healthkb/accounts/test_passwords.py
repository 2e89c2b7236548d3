"""Which passwords are taken, and that what was typed is what counts."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, get_default_password_validators
from django.test import Client

from tests.healthkb.accounts.conftest import PASSWORD, give_password, make_person

pytestmark = pytest.mark.django_db
LONG = "a pass phrase 🦵 of many words, with spaces and no capitals, of 64 characters and more"


def change(client: Client, new: str, old: str = PASSWORD) -> Any:
    return client.post("/admin/password_change/", {"old_password": old, "new_password1": new, "new_password2": new})


@pytest.fixture
def person(client: Client) -> Any:
    found = make_person(username="annabelle")
    give_password(client, found)
    return found


@pytest.mark.parametrize(
    "bad",
    [
        "elevenchars",
        "qwerty123456",
        "Cookiemonster",
        "chickenwing101",
        "annabelle-ann",
        "987654321987",
        "HealthKB-Editor-2026!",
    ],
)
def test_short_common_and_personal_ones_are_refused(client: Client, person: Any, bad: str) -> None:
    assert change(client, bad).status_code == 200
    assert give_password(Client(), person).redirect_chain != []


def test_the_list_has_the_commonest_of_those_that_no_other_rule_refuses() -> None:
    """ASVS asks for 3,000. Shorter ones and numbers need no place in it."""
    validators = get_default_password_validators()
    (known,) = [each.passwords for each in validators if isinstance(each, CommonPasswordValidator)]
    assert len(known) > 3_000
    assert [each for each in known if len(each) < 12 or each.isdigit() or each != each.strip().lower()] == []
    longest_of_django = {each for each in CommonPasswordValidator().passwords if len(each) >= 12 and each.isascii()}
    assert {each for each in longest_of_django - known if not each.isdigit()} == set()


def test_words_of_this_place_may_be_a_part_of_one(client: Client, person: Any) -> None:
    refused = change(client, "publisher password").content.decode()
    assert "This password cannot be just words about this site and the work here" in refused
    assert change(client, "healthy goats climb").status_code == 302


def test_the_old_one_is_asked_for(client: Client, person: Any) -> None:
    assert change(client, LONG, old="wrong").status_code == 200


def test_a_long_one_of_any_characters_is_taken_exactly_as_typed(client: Client, person: Any) -> None:
    assert change(client, LONG).status_code == 302
    for typed in (LONG.upper(), LONG[:64], f"{LONG} ", PASSWORD):
        assert give_password(Client(), person, typed).redirect_chain == []
    assert give_password(Client(), person, LONG).redirect_chain != []


def test_signing_in_begins_another_session_and_signing_out_ends_it(client: Client) -> None:
    client.get("/admin/login/")
    session = client.session
    session["before"] = True
    session.save()
    planted = client.session.session_key
    give_password(client, make_person())
    kept = client.cookies["sessionid"].value
    assert kept != planted
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    client.cookies["sessionid"] = kept
    assert client.get("/admin/").status_code == 302


def test_the_pages_of_a_change_and_of_signing_out_say_what_happened(client: Client, person: Any) -> None:
    refused = change(client, "elevenchars").content.decode()
    assert refused.index("at least 12 characters") < refused.index('name="new_password1"')  # beside what was wrong
    done = client.get(change(client, LONG).url).content.decode()
    assert "Wherever else you were signed in, you are signed out." in done
    out = client.post("/admin/logout/").content.decode()
    assert ("<h1>You are signed out</h1>" in out, 'href="/admin/"' in out) == (True, True)
