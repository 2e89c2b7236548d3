"""The clock of the machine goes a day ahead, people go on working, and then it is put right."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from articles.services.previews import PreviewClosed, open_preview, share_preview, token_of
from healthkb.accounts.limits import TRIES_FOR_NAME
from healthkb.keys import find_key, make_key
from healthkb.models import ApiKey
from tests.builders import approve_now, make_author, make_cause, make_publisher, publish_now, submit_now
from tests.healthkb.accounts.conftest import PHONE, code_of, give_password, make_person, set_up

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60
NOON = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
WORKLIST = "/admin/worklist/"


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(NOON, tick=False)
    return time_machine


def get_in(client: Client, person: Any) -> bool:
    return [place for place, _ in give_password(client, person).redirect_chain[-1:]] == [WORKLIST]


def test_wrong_passwords_sent_while_it_is_ahead_keep_nobody_out_for_a_day(client: Client, clock: Any) -> None:
    person = make_person()
    clock.shift(DAY)
    for _ in range(TRIES_FOR_NAME + 1):
        give_password(client, person, "wrong")
    assert not get_in(client, person)
    clock.shift(-DAY)
    assert get_in(client, person)


def test_wrong_passwords_count_through_a_small_step_back(client: Client, clock: Any) -> None:
    """So that servers whose clocks differ a little give nobody more tries."""
    person = make_person()
    for _ in range(TRIES_FOR_NAME):
        give_password(client, person, "wrong")
        clock.shift(-1)
    assert not get_in(client, person)


def test_codes_that_the_phone_gave_meanwhile_keep_nobody_out_for_a_day(
    client: Client, clock: Any, settings: Settings
) -> None:
    settings.SECOND_STEP = True
    person = make_person("publisher")
    set_up(client, person)
    client.post("/admin/logout/")
    right = code_of(person)
    clock.shift(DAY)
    give_password(client, person)
    for _ in range(3):
        assert client.post(PHONE, {"code": right}).status_code == 422
    clock.shift(60 - DAY)
    give_password(client, person)
    assert client.post(PHONE, {"code": code_of(person)}).status_code == 422
    clock.shift(60)
    assert client.post(PHONE, {"code": code_of(person)}).status_code == 302


def test_no_session_is_a_day_longer_and_one_that_nobody_used_meanwhile_goes_on(clock: Any) -> None:
    before, meanwhile, person = Client(), Client(), make_person()
    get_in(before, person)
    clock.shift(DAY)
    get_in(meanwhile, person)
    assert meanwhile.get(WORKLIST).status_code == 200
    clock.shift(-DAY)
    assert [each.get(WORKLIST).status_code for each in (before, meanwhile)] == [200, 302]
    assert get_in(meanwhile, person)


@pytest.mark.parametrize(("ahead", "status"), [(8 * 60 * 60 - 1, 200), (8 * 60 * 60, 302)])
def test_a_session_lives_twice_as_long_as_it_should_at_most(
    client: Client, clock: Any, settings: Settings, ahead: int, status: int
) -> None:
    """Also where nobody is signed out for doing nothing."""
    settings.IDLE_MINUTES = 0
    clock.shift(ahead)
    get_in(client, make_person())
    clock.shift(-ahead)
    assert client.get(WORKLIST).status_code == status


def test_a_proof_given_meanwhile_is_none_afterwards(client: Client, clock: Any) -> None:
    get_in(client, make_person(is_superuser=True))
    session = client.session
    session["proved_at"] = int(NOON.timestamp()) + DAY
    session.save()
    assert client.get("/admin/articles/importbatch/upload/").status_code == 302


def test_a_preview_shared_meanwhile_is_closed_afterwards_and_others_open_again(clock: Any) -> None:
    before = share_preview(document=make_cause(), by=make_author(), at=NOON)
    tomorrow = NOON + dt.timedelta(days=1)
    meanwhile = share_preview(document=make_cause(), by=make_author(), at=tomorrow)
    with pytest.raises(PreviewClosed):
        open_preview(token_of(before), at=tomorrow)
    assert open_preview(token_of(before), at=NOON) == before
    with pytest.raises(PreviewClosed):
        open_preview(token_of(meanwhile), at=NOON)
    assert open_preview(token_of(meanwhile), at=tomorrow - dt.timedelta(minutes=1)) == meanwhile


def test_keys_are_over_only_while_the_clock_says_so(clock: Any) -> None:
    owner, hours = make_author(), dt.timedelta(hours=1)
    today = make_key(key=ApiKey(name="today", expires_at=NOON + 2 * hours), by=owner, at=NOON)
    later = NOON + dt.timedelta(days=1)
    ahead = make_key(key=ApiKey(name="ahead", expires_at=later + hours), by=owner, at=later)
    assert [find_key(key, at=at) is not None for at in (later, NOON) for key in (today, ahead)] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("address", ["/api/v1/search/?q=fidgets", "/api/v1/causes/", "/api/v1/topics/", "/"])
def test_what_waits_for_tomorrow_is_not_told_from_memory_afterwards(
    client: Client, clock: Any, address: str, settings: Settings
) -> None:
    at = NOON - dt.timedelta(hours=1)
    publish_now(make_cause(title="Something else"), at=at)
    request = submit_now(
        make_cause(title="Fidgets"), at=at, change_kind="minor", go_live_at=NOON + dt.timedelta(hours=6)
    )
    approve_now(request, at=at)
    from articles.publishing import publish

    publish(request=request, by=make_publisher(), at=at)
    first = client.get(address).content
    clock.shift(DAY)
    meanwhile = client.get(address).content
    clock.shift(-DAY)
    assert b"Fidgets" not in first
    assert client.get(address).content == first
    assert (b"Fidgets" in meanwhile) == ("topics" not in address and address != "/")


def test_limits_of_a_minute_are_never_longer_than_a_minute(
    client: Client, clock: Any, settings: Settings, own_counts: None
) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "search": (2, 60)}

    def ask() -> tuple[int, int]:
        answer = client.get("/api/v1/search/?q=a")
        return answer.status_code, int(answer.get("Retry-After", "0"))

    for shift in (0, DAY, -DAY, -DAY, DAY):
        clock.shift(shift + 60)
        told = [ask() for _ in range(3)]
        assert [status for status, _ in told] == [200, 200, 429]
        assert told[2][1] <= 60
