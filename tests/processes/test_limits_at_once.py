"""Sixteen clients behind one address ask all processes of the server as shipped, and each time say they are another."""

import http.client
import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from shutil import which

import pytest

from tests.bench.processes import free_port, granian, serving
from tests.processes.conftest import Environment

CLIENTS, WORKERS = 16, int(os.environ.get("WORKERS", "2"))
LIMIT = int(os.environ.get("LIMIT", "60"))
REQUESTS = (
    ("GET", "/api/v1/search/?q=cramp", None),
    ("POST", "/api/v1/triage/match/", json.dumps({"text": "my leg hurts"})),
)
# With a proxy of our own before the server, its entry is the last; all else in the header is the client's.
ENTRY_OF_PROXY = {"0": "", "1": ", 198.51.100.7"}


@pytest.mark.parametrize(("redis", "proxies"), [(False, "0"), (True, "1")], ids=["alone", "with Redis, behind a proxy"])
def test_together_they_get_no_more_than_one(throwaway: Environment, redis: bool, proxies: str) -> None:
    """``WORKERS=4 LIMIT=1000`` for more."""
    with redis_for(throwaway) if redis else nothing(throwaway) as environment:
        port = free_port()
        environment = environment | {
            "DJANGO_SETTINGS_MODULE": "tests.outage.settings",
            "SECRET_KEY": "a key for this test alone, which is long enough to be one",
            "RATE_LIMITS": f"search:{LIMIT}/day,triage:{LIMIT}/day",
            "NUM_PROXIES": proxies,
        }

        def ask(number: int) -> int:
            method, path, body = REQUESTS[number % 2]
            forged = f"203.0.{number // 250}.{number % 250 + 1}"
            headers = {
                "X-Forwarded-For": forged + ENTRY_OF_PROXY[proxies],
                "Forwarded": f"for={forged}",
                "X-Real-IP": forged,
                "Content-Type": "application/json",
            }
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request(method, path, body, headers)
            status = connection.getresponse().status
            connection.close()
            return status

        command = granian("healthkb.wsgi:application", port, workers=WORKERS)
        with serving(command, port, environment), ThreadPoolExecutor(CLIENTS) as clients:
            told = list(clients.map(ask, range(LIMIT * 2 * 3)))
    for each in (Counter(told[0::2]), Counter(told[1::2])):
        print(dict(each), "of a limit of", LIMIT)
        assert each.keys() == {200, 429}
        assert LIMIT * 0.95 <= each[200] <= LIMIT * 1.05


@contextmanager
def nothing(environment: Environment) -> Iterator[Environment]:
    yield environment


@contextmanager
def redis_for(environment: Environment) -> Iterator[Environment]:
    if (program := which("redis-server")) is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=environment["VAR_DIR"]) as process:
        try:
            yield environment | {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
        finally:
            process.terminate()
