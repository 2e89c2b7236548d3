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
from tests.trust.scanning import ADDRESSES, AMBIGUOUS, LARGE, METHODS, PLACES

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
    assert status_of(answers["method TRACE"]) in (400, 405, 501)
    assert status_of(answers["chunks"]) == 411
    assert status_of(send(server, get(LIST))) == 200


def test_a_scanner_finds_nothing(server: str) -> None:
    answers = {address: send(server, get(address)) for address in ADDRESSES}
    assert len(answers) > 140
    assert {name: answer[:300] for name, answer in answers.items() if not 300 <= status_of(answer) < 500} == {}
    assert [name for name, answer in answers.items() if re.search(rb"root:|SQLite format|a key for this", answer)] == []


def test_no_method_of_other_servers_does_anything(server: str) -> None:
    asked = {(method, place): get(place, method=method.encode()) for method in METHODS for place in PLACES}
    statuses = {name: status_of(send(server, raw)) for name, raw in asked.items()}
    assert {name: status for name, status in statuses.items() if status not in (400, 403, 404, 405)} == {}


def test_nothing_large_is_an_error_of_ours(server: str) -> None:
    statuses = {name: status_of(send(server, raw)) for name, raw in LARGE.items()}
    assert {name: status for name, status in statuses.items() if not 200 <= status < 500} == {}


def test_no_request_hides_in_another(server: str) -> None:
    """Where its end is in doubt, nothing that follows on the same connection is answered."""
    answers = {name: send(server, raw) for name, raw in AMBIGUOUS.items()}
    told = {name: re.findall(rb"^HTTP/1\.[01] (\d{3})", answer, re.MULTILINE) for name, answer in answers.items()}
    assert {name: statuses for name, statuses in told.items() if len(statuses) != 1 or statuses[0] >= b"5"} == {}


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
