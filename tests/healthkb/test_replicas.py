"""Which database a reader's request is answered from."""

from typing import Any

import pytest
from django.db import connections, router
from django.http import HttpRequest, HttpResponse

from articles.models import Article, Published
from articles.search.engines import engine
from healthkb import replicas as room
from healthkb.replicas import PublicReads, PublicReadsMiddleware, Replicas, reading_what_is_public

from .conftest import Clock

Stamps = dict[str, int | None]


@pytest.fixture
def stamps(monkeypatch: pytest.MonkeyPatch) -> Stamps:
    """What each database would answer; None is no answer."""
    found: Stamps = {"default": 7, "one": 7, "two": 7}
    monkeypatch.setattr(room, "_stamp", lambda alias: found[alias])
    return found


@pytest.fixture
def pair(stamps: Stamps, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Replicas:
    monkeypatch.setattr("os.getpid", lambda: 0)
    made = Replicas(["one", "two"], bound=2.0, clock=clock)
    monkeypatch.setattr(room, "replicas", made)
    return made


def test_without_replicas_everything_is_read_from_the_one_database() -> None:
    assert Replicas([], bound=2.0).choose() == "default"


def test_a_replica_that_has_everything_is_read_from(pair: Replicas) -> None:
    assert pair.choose() == "one"


def test_one_that_is_behind_is_not_read_from_once_the_bound_is_over(
    pair: Replicas, stamps: Stamps, clock: Clock
) -> None:
    pair.choose()
    stamps["default"], stamps["two"] = 8, 8
    clock.now += 1.9
    assert pair.choose() == "one"
    clock.now += 0.1
    assert pair.choose() == "two"
    stamps["one"] = 8
    clock.now += 0.5
    assert pair.choose() == "one"


def test_without_a_fresh_one_the_primary_is_read_from(pair: Replicas, stamps: Stamps, clock: Clock) -> None:
    stamps["one"] = stamps["two"] = None
    assert pair.choose() == "default"


def test_a_primary_that_does_not_answer_does_not_make_replicas_stale_at_once(
    pair: Replicas, stamps: Stamps, clock: Clock
) -> None:
    pair.choose()
    stamps["default"] = None
    clock.now += 1.9
    assert pair.choose() == "one"
    clock.now += 0.1
    assert pair.choose() == "default"


def test_a_request_keeps_to_one_database(pair: Replicas, stamps: Stamps, clock: Clock) -> None:
    router = PublicReads()
    assert router.db_for_read(Published) is None
    with reading_what_is_public() as alias:
        clock.now += 60
        stamps["one"] = None
        with reading_what_is_public() as inner:
            assert (alias, inner, router.db_for_read(Published)) == ("one", "one", "one")
        assert router.db_for_read(Article) is None
        assert router.db_for_write(Published) == "default"
    assert router.db_for_read(Published) is None


def test_one_that_fails_in_the_middle_is_answered_by_the_primary(pair: Replicas, stamps: Stamps) -> None:
    asked: list[Any] = []

    def view(request: HttpRequest) -> HttpResponse:
        asked.append(PublicReads().db_for_read(Published))
        return HttpResponse(status=503 if asked[-1] == "one" else 200)

    request = HttpRequest()
    request.method, request.path = "GET", "/api/v1/articles/"
    pair.choose()
    stamps["one"] = None
    assert PublicReadsMiddleware(view)(request).status_code == 200
    assert (asked, pair.choose()) == (["one", "default"], "two")


def test_editors_and_writes_are_the_primarys(pair: Replicas) -> None:
    for method, path in (("POST", "/api/v1/triage/protocols/leg/assess/"), ("GET", "/admin/")):
        request = HttpRequest()
        request.method, request.path = method, path
        chosen = PublicReadsMiddleware(lambda request: HttpResponse(str(PublicReads().db_for_read(Published))))(request)
        assert chosen.content == b"None"  # type: ignore[attr-defined]  # a plain answer


def test_a_search_asks_the_replica_too(pair: Replicas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections.settings, "one", connections.settings["default"])
    monkeypatch.setattr(router, "routers", [PublicReads()])
    with reading_what_is_public():
        assert engine().connection.alias == "one"
    assert engine().connection.alias == "default"
