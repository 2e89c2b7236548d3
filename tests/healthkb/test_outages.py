import errno
import socket
import time
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, InternalError, OperationalError, connections
from django.test import Client, RequestFactory

from articles.models import raw_reads
from healthkb.api import errors
from healthkb.outages import DOWN_AFTER, UNREADY_AFTER, Watch, watches
from healthkb.postgresql.base import DatabaseWrapper
from healthkb.site import public_api

from .conftest import Clock


@pytest.fixture
def watch(clock: Clock) -> Watch:
    return Watch("default", lambda: None, clock=clock)


def test_silence_makes_it_unready_then_down_and_an_answer_makes_it_well(watch: Watch, clock: Clock) -> None:
    told = []
    for seconds in (0.0, UNREADY_AFTER, DOWN_AFTER):
        clock.now = 100.1 + seconds
        told.append((watch.is_ready, watch.is_down))
    watch.answered_at = clock.now
    told.append((watch.is_ready, watch.is_down))
    assert told == [(True, False), (False, False), (False, True), (True, False)]


def test_whoever_waits_for_a_database_that_is_down_is_woken_up(watch: Watch, clock: Clock) -> None:
    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    watch.connections.add(ours)
    watch.look()
    ours.send(b"still open")
    clock.now += 2 * DOWN_AFTER
    watch.look()
    assert (ours.recv(1), len(watch.connections)) == (b"", 0)
    ours.close()
    theirs.close()


def test_readiness_asks_no_database_that_is_silent(
    client: Client, watch: Watch, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pytest-django refuses every query of a test that did not ask for a database."""
    monkeypatch.setattr(watches, "of", lambda alias: watch)
    clock.now += 2 * UNREADY_AFTER
    assert client.get("/readyz").status_code == 503


def test_no_connection_is_tried_to_a_database_that_is_down(
    watch: Watch, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches, "of", lambda alias, ask: watch)
    clock.now += 2 * DOWN_AFTER
    with pytest.raises(psycopg.OperationalError, match="does not answer"):
        DatabaseWrapper({}, "default").get_new_connection({})


def failing(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [times]

    def first_row(*args: Any) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            raise OperationalError("gone")
        return (8,)

    monkeypatch.setattr(raw_reads, "first_row", first_row)


def test_what_was_last_seen_of_the_published_is_trusted_in_an_outage_for_a_while(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(time, "monotonic", clock)
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    monkeypatch.setattr(raw_reads, "_seen", {"default": (7, clock())})
    failing(2, monkeypatch)
    assert raw_reads.published_stamp() == 7
    failing(1, monkeypatch)
    assert raw_reads.published_stamp() == 8  # only that connection was lost
    clock.now += raw_reads.TRUSTED + 1
    failing(2, monkeypatch)
    with pytest.raises(OperationalError):
        raw_reads.published_stamp()


@pytest.mark.parametrize("path", ["/", "/articles/cramps/", "/topics/legs/", "/topics/", "/search/?q=cramp"])
def test_a_page_of_the_site_says_so_too(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(public_api, "get", lambda *args, **values: public_api.Answer(503, None, {}))
    answer = Client(raise_request_exception=False).get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Please try again in a minute." in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/api/v1/articles/"])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError(), 503),
        (InternalError(), 503),
        (DatabaseError(), 500),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EIO, "Input/output error"), 500),
    ],
)
def test_an_outage_is_told_as_one_with_when_to_come_back(path: str, error: Exception, status: int) -> None:
    if isinstance(error, InternalError):
        error.__cause__ = psycopg.errors.ReadOnlySqlTransaction()
    try:
        raise error
    except (DatabaseError, OSError):
        response = errors.server_error(RequestFactory().get(path))
    assert (response.status_code, response.get("Retry-After")) == (status, "5" if status == 503 else None)
