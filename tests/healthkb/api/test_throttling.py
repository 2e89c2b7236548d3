"""Limits of one client: counted, told, not to be got round by a header, and never in the way when the cache is lost."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from healthkb.api import throttling
from healthkb.api.throttling import Counters, count

AT = 1_793_610_000.0  # the first second of a minute


@pytest.fixture(autouse=True)
def limits(settings: Settings, own_counts: None) -> Iterator[None]:
    settings.RATE_LIMITS = {"search": (3, 60), "triage": (2, 60), "read": (0, 60)}
    with time_machine.travel(AT + 15, tick=False):
        yield


def search(client: Client, **headers: str) -> Any:
    return client.get("/api/v1/search/?q=cramp", headers=headers)


@pytest.mark.django_db
def test_too_many_are_told_how_long_to_wait(client: Client) -> None:
    assert [search(client).status_code for _ in range(3)] == [200, 200, 200]
    refused = search(client)
    assert (refused.status_code, refused.headers["Content-Type"]) == (429, "application/problem+json")
    assert (refused.json()["type"], refused.json()["status"]) == ("/problems/throttled", 429)
    wait = f"Wait {refused['Retry-After']} second{'' if refused['Retry-After'] == '1' else 's'}, then ask again."
    assert refused.json()["detail"] == f"There were too many requests from you. {wait}"
    told = {name: refused.headers[name] for name in ("Retry-After", "RateLimit-Policy", "RateLimit", "Cache-Control")}
    assert told == {
        "Retry-After": "45",
        "RateLimit-Policy": '"search";q=3;w=60',
        "RateLimit": '"search";r=0;t=45',
        "Cache-Control": "no-store",
    }
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_waiting_as_long_as_told_is_enough(client: Client) -> None:
    for _ in range(3):
        search(client)
    wait = int(search(client).headers["Retry-After"])
    with time_machine.travel(AT + 15 + wait, tick=False):
        assert search(client).status_code == 200


@pytest.mark.django_db
def test_what_shared_caches_keep_says_nothing_of_one_client(client: Client) -> None:
    answer = search(client)
    assert answer.headers["Cache-Control"].startswith("public")
    assert [name for name in answer.headers if name.lower().startswith("ratelimit")] == []


@pytest.mark.django_db
def test_what_no_cache_keeps_says_what_is_left(client: Client) -> None:
    answer = client.post("/api/v1/triage/match/", {"text": "my leg hurts"}, content_type="application/json")
    assert (answer.status_code, answer.headers["RateLimit"]) == (200, '"triage";r=1;t=45')


@pytest.mark.django_db
def test_each_kind_of_work_has_its_own_limit(client: Client) -> None:
    for _ in range(4):
        search(client)
    assert client.get("/api/v1/articles/").status_code == 200


@pytest.mark.django_db
def test_a_forged_header_gets_round_nothing(client: Client) -> None:
    codes = [search(client, **{"X-Forwarded-For": f"203.0.113.{number}"}).status_code for number in range(4)]
    assert codes == [200, 200, 200, 429]


def test_what_is_lost_is_left_alone_for_a_while_and_the_next_counts() -> None:
    asked, now = [], [0.0]

    def lost(key: str, seconds: int) -> int:
        asked.append(key)
        raise ConnectionError("no Redis")

    counts = Counter[str]()

    def own(key: str, seconds: int) -> int:
        counts[key] += 1
        return counts[key]

    counters = Counters([lost, own], monotonic=lambda: now[0])
    assert [counters.increase("lost", 60) for _ in range(3)] == [1, 2, 3]
    assert len(asked) == 1  # so that nobody waits for it
    now[0] = throttling.REST_AFTER_LOSS
    assert counters.increase("lost", 60) == 4
    assert len(asked) == 2


def test_without_redis_and_without_a_disk_each_process_counts_by_itself(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    counters = throttling.counters_of(tmp_path / "file" / "counts")
    assert [counters.increase("a", 60) for _ in range(3)] == [1, 2, 3]


def test_who_asks_cannot_be_read_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []

    def increase(key: str, seconds: int) -> int:
        keys.append(key)
        return 1

    monkeypatch.setattr(throttling.counters, "increase", increase)
    count("search", "203.0.113.1", at=AT)
    assert (len(keys), "203" in keys[0].split(":", 3)[3]) == (1, False)


def test_no_limit_where_none_is_set() -> None:
    assert count("read", "203.0.113.1", at=AT) is None
    assert count("unheard-of", "203.0.113.1", at=AT) is None
