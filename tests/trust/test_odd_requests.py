"""Odd requests through a real socket to the server that is shipped: it refuses them, and goes on."""

import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.bench.processes import granian, serving
from tests.journeys.conftest import _free_port
from tests.processes.conftest import Environment, copy_of, migrated, run_script
from tests.trust.odd_requests import LIST, ODD, get

__all__ = ["migrated"]


@pytest.fixture(scope="module")
def server(migrated: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with copy_of(migrated, tmp_path_factory.mktemp("odd") / "var") as environment:
        run_script("tests.trust.fill_base", environment)
        port = _free_port()
        environment = {**environment, "SECRET_KEY": "a key for this test alone, which is long enough to be one"}
        with serving(granian("healthkb.wsgi:application", port, workers=1), port, environment) as running:
            yield running.url


def test_none_is_an_error_of_the_server_and_all_are_problems(server: str) -> None:
    answers = {name: send(server, raw) for name, raw in ODD.items()}
    mistakes = {name: mistakes_in(ODD[name], answer) for name, answer in answers.items()}
    assert {name: told for name, told in mistakes.items() if told} == {}
    assert len([answer for answer in answers.values() if status_of(answer)]) >= 60
    assert status_of(send(server, get(LIST))) == 200


def send(url: str, raw: bytes) -> bytes:
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=5) as connection:
        received = b""
        try:
            connection.sendall(raw)
            while part := connection.recv(65536):
                received += part
        except (ConnectionError, TimeoutError):
            pass  # shut in our face, or still waiting for the rest: neither is an answer
        return received


def status_of(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found[1]) if found else 0


def mistakes_in(asked: bytes, answer: bytes) -> str:
    """An answer of the API is a problem when it refuses; of other addresses a page will do."""
    status, (head, _, body) = status_of(answer), answer.partition(b"\r\n\r\n")
    if status >= 500:
        return f"{status}: {body[:200]!r}"
    if re.search(rb"^set-cookie: a=b|evil\.example", head, re.IGNORECASE | re.MULTILINE):
        return f"a header of the stranger's: {head!r}"
    is_problem = b"application/problem+json" in head.lower()
    # Of what is no HTTP at all the server itself says so, without a body.
    is_api = b"/api/v1/" in asked.partition(b"\r\n")[0][:40]
    return (
        ""
        if status < 400 or is_problem or not body or not is_api
        else f"{status} is no problem: {head!r} {body[:100]!r}"
    )
