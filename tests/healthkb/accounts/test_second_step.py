"""The code from a phone: who needs it, that there is no way round it, and what a lost phone means."""

import base64
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from articles.models import AuditEntry
from healthkb.accounts.second_step import wait_seconds
from healthkb.models import User
from healthkb.roles import ROLES
from tests.healthkb.accounts.conftest import (
    PASSWORD,
    PHONE,
    SET_UP,
    code_of,
    code_shown_by,
    give_password,
    make_person,
    set_up,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_steps")]
NEEDS = {"editor", "medical_reviewer", "publisher", "administrator"}
START = "2026-03-03T10:00:00+00:00"


@pytest.mark.parametrize("role", [each.key for each in ROLES])
def test_roles_that_approve_publish_or_manage_accounts_set_up_a_phone_first(client: Client, role: str) -> None:
    page = give_password(client, make_person(role))
    assert (page.redirect_chain[-1][0].split("?")[0] == SET_UP) == (role in NEEDS)
    assert (client.get("/admin/worklist/").status_code == 302) == (role in NEEDS)


def test_setting_up_signing_in_and_going_where_one_wanted(client: Client, both_steps: Any) -> None:
    person = make_person("publisher")
    codes = set_up(client, person)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert client.get("/admin/worklist/").status_code == 200
    client.post("/admin/logout/")
    both_steps.shift(30)

    page = give_password(client, person)
    assert page.redirect_chain[-1][0] == f"{PHONE}?next=%2Fadmin%2Fworklist%2F"
    assert client.get("/admin/worklist/").status_code == 302
    answer: Any = client.post(PHONE, {"code": code_of(person), "next": "/admin/worklist/"})
    assert (answer.url, client.get("/admin/worklist/").status_code) == ("/admin/worklist/", 200)


def test_the_page_shows_the_key_as_a_picture_made_here(client: Client) -> None:
    person = make_person("publisher")
    give_password(client, person)
    page = client.get(SET_UP).content.decode()
    key = base64.b32encode(TOTPDevice.objects.get(user=person).bin_key).decode()
    assert f">{key}<" in page
    assert re.findall(r'<img[^>]* src="(data:image/svg\+xml)[^"]*"', page) == ["data:image/svg+xml"]
    assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", page) == []
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", page) == []


def test_a_code_works_once_and_guessing_is_slowed(client: Client, both_steps: Any) -> None:
    person = make_person("publisher")
    set_up(client, person)
    used = code_of(person)
    client.post("/admin/logout/")
    give_password(client, person)
    assert client.post(PHONE, {"code": used}).status_code == 422
    for guess in range(50):
        client.post(PHONE, {"code": f"{guess:06d}"})
    both_steps.shift(1)
    page = client.post(PHONE, {"code": code_of(person)}).content.decode()
    assert "No code is looked at for" in page
    both_steps.shift(60)
    assert client.post(PHONE, {"code": code_of(person)}).status_code == 302


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(client: Client) -> None:
    person = make_person("publisher")
    codes = set_up(client, person)
    kept = list(StaticToken.objects.values_list("token", flat=True))
    assert [code for code in codes if code in kept or code.replace("-", "") in kept] == []
    assert {len(token) for token in kept} == {StaticToken._meta.get_field("token").max_length}
    for expected in (302, 422):
        client.post("/admin/logout/")
        give_password(client, person)
        assert client.post(PHONE, {"code": codes[0].upper().replace("-", " ")}).status_code == expected
    assert StaticToken.objects.count() == 9
    assert AuditEntry.objects.filter(details__contains="one used", by=person).count() == 1


def test_a_recovery_code_has_80_bits_in_four_groups(client: Client) -> None:
    for code in set_up(client, make_person("publisher")):
        assert re.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){3}", code)


def test_what_was_done_with_the_second_step_is_told(client: Client) -> None:
    person = make_person("publisher")
    codes = set_up(client, person)
    client.post("/admin/logout/")
    give_password(client, person)
    for code in ("000000", codes[0]):
        client.post(PHONE, {"code": code})
    told = AuditEntry.objects.filter(subject_id=str(person.pk), details__contains="_").exclude(details="{}")
    assert list(told.filter(by=person).order_by("number").values_list("action", "details")) == [
        ("account_changed", '{"second_step":"set_up"}'),
        ("account_changed", '{"recovery_codes":"made"}'),
        ("sign_in_failed", '{"second_step":"wrong code"}'),
        ("account_changed", '{"recovery_codes":"one used"}'),
    ]


def test_how_long_to_wait_is_told_from_two_seconds_on(client: Client, both_steps: Any) -> None:
    person = make_person("publisher")
    set_up(client, person)
    client.post("/admin/logout/")
    give_password(client, person)
    assert wait_seconds(person) == 0
    for wait, is_told in ((1, False), (2, True), (4, True)):
        page = client.post(PHONE, {"code": "000000"}).content.decode()
        assert (wait_seconds(person), f"No code is looked at for {wait} seconds." in page) == (wait, is_told)
        both_steps.shift(wait)


def test_codes_that_are_not_looked_at_fill_no_log(client: Client, both_steps: Any) -> None:
    person = make_person("publisher")
    set_up(client, person)
    client.post("/admin/logout/")
    give_password(client, person)
    for code in ("000000", "000000", "aaaa-bbbb", "000000"):
        assert client.post(PHONE, {"code": code}).status_code == 422
    assert AuditEntry.objects.filter(action="sign_in_failed").count() == 1


def test_the_right_code_begins_another_session(client: Client, both_steps: Any) -> None:
    person = make_person("publisher")
    set_up(client, person)
    client.post("/admin/logout/")
    both_steps.shift(30)
    give_password(client, person)
    planted = client.session.session_key
    client.post(PHONE, {"code": code_of(person)})
    assert client.session.session_key != planted
    client.cookies["sessionid"] = str(planted)
    assert client.get("/admin/worklist/").status_code == 302


def test_who_need_not_and_sets_up_a_phone_is_asked_for_its_code_too(client: Client, both_steps: Any) -> None:
    person = make_person("author")
    set_up(client, person)
    client.post("/admin/logout/")
    both_steps.shift(30)
    assert give_password(client, person).redirect_chain[-1][0].split("?")[0] == PHONE
    assert client.get("/admin/worklist/").status_code == 302
    client.post(PHONE, {"code": code_of(person)})
    assert client.get("/admin/worklist/").status_code == 200


def test_a_code_that_comes_before_the_picture_was_shown_is_wrong(client: Client) -> None:
    person = make_person("publisher")
    client.post("/admin/login/", {"username": person.username, "password": PASSWORD})
    assert TOTPDevice.objects.count() == 0
    assert client.post(SET_UP, {"code": "000000"}).status_code == 422
    assert User.objects.get(pk=person.pk).second_step_since is None


def test_with_another_phone_the_first_one_and_its_recovery_codes_open_nothing(client: Client, both_steps: Any) -> None:
    person = make_person("publisher")
    first_codes = set_up(client, person)
    first = TOTPDevice.objects.get(user=person)
    client.get(SET_UP)
    assert client.post(SET_UP, {"code": code_of(person)}).status_code == 200
    both_steps.shift(60)
    client.post("/admin/logout/")
    give_password(client, person)
    assert client.post(PHONE, {"code": code_shown_by(first)}).status_code == 422
    both_steps.shift(60)
    assert client.post(PHONE, {"code": first_codes[0]}).status_code == 422
    both_steps.shift(60)
    assert client.post(PHONE, {"code": code_of(person)}).status_code == 302


CODES = "/admin/second-step/codes/"


def test_new_recovery_codes_are_made_when_asked_for_and_the_old_ones_open_nothing(
    client: Client, both_steps: Any
) -> None:
    person = make_person("publisher")
    old = set_up(client, person)
    assert (client.get(CODES).status_code, StaticToken.objects.count()) == (200, 10)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    answer: Any = client.post(CODES)
    new = answer.context["codes"]
    assert all(code in answer.content.decode() for code in new)
    assert kept.isdisjoint(StaticToken.objects.values_list("token", flat=True))
    client.post("/admin/logout/")
    give_password(client, person)
    assert client.post(PHONE, {"code": old[0]}).status_code == 422
    both_steps.shift(60)
    assert client.post(PHONE, {"code": new[0]}).status_code == 302


def test_who_has_no_phone_yet_gets_no_recovery_codes(client: Client, settings: Any) -> None:
    settings.SECOND_STEP = False
    give_password(client, make_person("publisher"))
    for send in (client.get, client.post):
        answer: Any = send(CODES)
        assert (answer.status_code, answer.headers["Location"]) == (302, SET_UP)
    assert StaticToken.objects.count() == 0


def test_half_signed_in_people_can_leave_by_the_button_and_by_nothing_else(client: Client) -> None:
    give_password(client, make_person("publisher"))
    for send, is_still_there in ((client.get, True), (client.post, False)):
        answer: Any = send("/admin/second-step/leave/")
        assert answer.url == "/admin/login/"
        assert ("_auth_user_id" in client.session) == is_still_there
    assert "You have signed out." in client.get("/admin/login/").content.decode()


def test_half_signed_in_people_cannot_set_up_another_phone(client: Client) -> None:
    person = make_person("publisher")
    set_up(client, person)
    client.post("/admin/logout/")
    give_password(client, person)
    assert client.get(SET_UP).status_code == 403
    assert client.post(SET_UP, {"code": "000000"}).status_code == 403
    assert client.get("/admin/second-step/codes/").status_code == 302
    assert TOTPDevice.objects.filter(user=person, confirmed=False).count() == 0


def test_no_address_of_the_admin_takes_half_signed_in_people(client: Client) -> None:
    person = make_person("administrator", is_superuser=True)
    give_password(client, person)
    for address in ("", "articles/cause/", "articles/cause/add/", "articles/importbatch/upload/", "jsi18n/", "logout/"):
        answer: Any = client.get(f"/admin/{address}")
        assert (answer.status_code, answer.url.split("?")[0] in ("/admin/login/", "/admin/")) == (302, True)
    assert "text/html" not in client.get("/api/v1/causes/", headers={"Accept": "text/html,*/*"}).headers["Content-Type"]


def test_a_reset_asks_for_a_new_phone_and_ends_open_sessions(client: Client) -> None:
    person, boss = make_person("publisher"), make_person(is_superuser=True, username="boss")
    set_up(client, person)
    theirs = Client()
    set_up(theirs, boss)
    address = f"/admin/healthkb/user/{person.pk}/second-step/"
    assert theirs.post(address, {"how_known": " "}).status_code == 422
    assert User.objects.get(pk=person.pk).second_step_since is not None
    assert theirs.post(address, {"how_known": "We met."}).status_code == 302
    assert User.objects.get(pk=person.pk).second_step_since is None
    assert [each.objects.filter(user=person).exists() for each in (TOTPDevice, StaticDevice)] == [False, False]
    assert client.get("/admin/worklist/").status_code == 302
    assert give_password(Client(), person).redirect_chain[-1][0].split("?")[0] == SET_UP
    entry = AuditEntry.objects.get(details__contains="reset")
    assert (entry.by, entry.by_name, entry.subject_id) == (boss, boss.get_full_name(), str(person.pk))
    assert entry.details == '{"how_known":"We met.","second_step":"reset"}'


def test_a_reset_from_the_command_line(client: Client) -> None:
    person = make_person("publisher", username="ann")
    set_up(client, person)
    with pytest.raises(CommandError, match="--how-known"):
        call_command("reset_second_step", "ann")
    call_command("reset_second_step", "ann", how_known="We met.", stdout=StringIO())
    entry = AuditEntry.objects.get(details__contains="reset")
    assert (entry.by_name, entry.details) == ("Command line", '{"how_known":"We met.","second_step":"reset"}')
    assert client.get("/admin/worklist/").status_code == 302
    with pytest.raises(CommandError, match="no account named bob"):
        call_command("reset_second_step", "bob", how_known="We met.")


def test_an_installation_may_ask_everybody_for_both_steps(client: Client, settings: Settings) -> None:
    author = make_person("author")
    for settings.SECOND_STEP_FOR_ALL, page in ((False, "/admin/worklist/"), (True, SET_UP)):
        assert give_password(Client(), author).redirect_chain[-1][0].split("?")[0] == page


def test_only_who_may_change_an_account_may_reset_it(client: Client) -> None:
    publisher, boss = make_person("publisher"), make_person(is_superuser=True)
    administrator = make_person("administrator")
    for person, expected in ((publisher, 403), (administrator, 403)):
        theirs = Client()
        set_up(theirs, person)
        assert theirs.post(f"/admin/healthkb/user/{boss.pk}/second-step/").status_code == expected


def test_the_next_page_is_never_another_site(client: Client) -> None:
    person = make_person("publisher")
    set_up(client, person)
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\r\nX: y"):
        assert client.get(PHONE, {"next": address}).headers["Location"] == "/admin/"


def test_phones_are_not_rows_of_the_admin(client: Client) -> None:
    boss = make_person(is_superuser=True)
    set_up(client, boss)
    page = client.get("/admin/").content.decode()
    assert ("TOTP" in page, client.get("/admin/otp_totp/totpdevice/").status_code) == (False, 404)


def test_a_demonstration_asks_for_the_password_only(client: Client, settings: Any) -> None:
    settings.SECOND_STEP, settings.DEMONSTRATION = False, True
    assert "This is a demonstration: a password is enough." in client.get("/admin/login/").content.decode()
    page = give_password(client, make_person("publisher"), PASSWORD)
    assert page.redirect_chain[-1][0] == "/admin/worklist/"
