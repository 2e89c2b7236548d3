"""Receivers that answer, fail, stall and lie."""

import socket
import threading
import time

import pytest
from pytest_django import Settings

from healthkb.webhooks.sending import Outcome, post

from .receiver import OK, receiving


@pytest.fixture(autouse=True)
def loopback(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]


def test_what_is_sent() -> None:
    with receiving() as receiver:
        outcome = post(f"{receiver.url}?a=b", b'{"x":1}', {"Content-Type": "application/json"})
    assert outcome == Outcome(status=204)
    headers, body = receiver.requests[0]
    assert (headers["content-type"], headers["host"], body) == (
        "application/json",
        f"127.0.0.1:{receiver.port}",
        b'{"x":1}',
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", Outcome(200)),
        (b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", Outcome(200)),
        (b"HTTP/1.1 500 Oh no\r\nContent-Length: 0\r\n\r\n", Outcome(500)),
        (b"HTTP/1.1 429 Slow\r\nRetry-After: 120\r\n\r\n", Outcome(429, retry_after=120)),
        (b"HTTP/1.1 429 Slow\r\nRetry-After: -5\r\n\r\n", Outcome(429)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nand no more", Outcome(200)),
        (b"not HTTP at all\r\n\r\n", Outcome(error="The answer was not one of HTTP.")),
        (b"", Outcome(error="The answer was not one of HTTP.")),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000, Outcome(error="The answer was not one of HTTP.")),
    ],
)
def test_what_comes_back(answer: bytes, expected: Outcome) -> None:
    with receiving(answer) as receiver:
        assert post(receiver.url, b"{}", {}) == expected


def test_a_redirect_is_not_followed() -> None:
    with receiving(OK) as elsewhere:
        moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.url}\r\n\r\n".encode()
        with receiving(moved) as receiver:
            outcome = post(receiver.url, b"{}", {})
        assert (outcome, outcome.is_success, elsewhere.connections) == (Outcome(307), False, 0)


def dripping(connection: socket.socket) -> None:
    """A byte now and then, so that no single read takes long."""
    for _ in range(100):
        connection.sendall(b"H")
        time.sleep(0.05)


def silent(connection: socket.socket) -> None:
    connection.settimeout(5)
    connection.recv(1)


@pytest.mark.parametrize("stalling", [dripping, silent])
def test_a_receiver_that_stalls_has_one_deadline_for_everything(stalling: object) -> None:
    started = time.monotonic()
    with receiving(stalling) as receiver:  # type: ignore[arg-type]
        outcome = post(receiver.url, b"{}", {}, deadline=0.4)
        took = time.monotonic() - started
    assert (outcome, took < 4) == (Outcome(error="No answer within 0.4 seconds."), True)


def test_nobody_there() -> None:
    with receiving() as receiver:
        pass
    assert post(receiver.url, b"{}", {}).error == "No connection: Connection refused."


def test_who_cannot_prove_who_they_are_gets_nothing() -> None:
    got: list[bytes] = []

    def answer_at_once() -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(OK)
            got.append(connection.recv(65_536))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_at_once)
        thread.start()
        outcome = post(f"https://127.0.0.1:{server.getsockname()[1]}/", b"secret", {})
        thread.join()
    assert outcome.error.startswith("No encrypted connection: ")
    assert [b"secret" in each for each in got] == [False]
