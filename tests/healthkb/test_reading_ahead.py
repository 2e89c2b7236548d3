"""What a process that serves reads before anybody waits for it."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from articles.api.search import OFFERED
from articles.models import SearchText
from articles.search import read_ahead, reading_ahead
from healthkb import reading_ahead as background
from healthkb.replicas import PublicReads, Replicas
from tests.builders import make_cause, publish_now

IN_ALL = 6  # queries of a search that finds a page which this process has not met


def find(client: Client, word: str) -> int:
    found: int = client.get("/api/v1/search/", {"q": word}).json()["count"]
    return found


@pytest.mark.django_db
def test_a_search_need_not_ask_about_pages_that_were_read_ahead(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(reading_ahead, "AT_ONCE", 2)
    publish_now(*(make_cause(title=f"Cramp {each}") for each in range(4)), make_cause(title="Chuột rút", locale="vi"))
    assert list(read_ahead(OFFERED)) == [2, 4, 5]
    with django_assert_num_queries(IN_ALL - 1):
        assert find(client, "cramp") == 4
    with django_assert_num_queries(IN_ALL - 1):
        assert client.get("/api/v1/search/", {"q": "rút", "lang": "vi"}).json()["count"] == 1


@pytest.mark.django_db
def test_where_there_is_no_room_for_all_the_newest_are_read(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(reading_ahead, "AT_ONCE", 2)
    monkeypatch.setattr(reading_ahead, "ROOM", 2)
    for word in ("Oldest", "Older", "Newer", "Newest"):
        publish_now(make_cause(title=word))
    assert list(read_ahead(OFFERED)) == [2]
    find(client, "nothing")  # the topics are kept
    with django_assert_num_queries(IN_ALL - 2):
        assert find(client, "newer") == 1
    with django_assert_num_queries(IN_ALL - 1):
        assert find(client, "older") == 1


@pytest.mark.django_db
def test_what_is_published_while_it_is_read_ahead_is_found_as_it_is_then(client: Client) -> None:
    cause = make_cause(title="Cramp")
    publish_now(cause)
    for _ in read_ahead(OFFERED):
        publish_now(make_cause(title="Second cramp"))
    assert find(client, "cramp") == 2


def test_a_database_that_is_away_ends_it_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(among: object) -> Iterator[int]:
        yield 1
        raise OperationalError

    monkeypatch.setattr(background, "read_ahead", lost)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    background.read()


def test_it_reads_where_readers_are_answered_from(monkeypatch: pytest.MonkeyPatch) -> None:
    read_from: list[str | None] = []

    def noting(among: object) -> Iterator[int]:
        read_from.append(PublicReads().db_for_read(SearchText))
        yield 1

    monkeypatch.setattr(Replicas, "choose", lambda self: "one")
    monkeypatch.setattr(background, "read_ahead", noting)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    background.read()
    assert read_from == ["one"]


def test_it_begins_once_and_with_the_first_request(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()
    monkeypatch.setattr(background, "read", begun.set)
    application = background.ReadingAhead(lambda environ, start_response: [b"answer"])
    assert not begun.is_set()
    assert application({}, print) == [b"answer"]
    assert begun.wait(5)
    begun.clear()
    assert application({}, print) == [b"answer"]
    assert not begun.wait(0.1)
