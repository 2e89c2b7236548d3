"""Readers of a server, who count what is not answered as it should be."""

import http.client
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.outage.asking import ANSWERS

TRIAGE = "/api/v1/triage/protocols/leg/assess/"
# With a number that is another one each time, so that no answer was kept from the time before.
ASKED: tuple[Callable[[int], str], ...] = (
    lambda number: f"/api/v1/causes/cause-{number % 8}/",
    lambda number: f"/api/v1/articles/article-{number % 4}/",
    lambda number: f"/api/v1/causes/?page_size={1 + number % 100}",
    lambda number: f"/api/v1/articles/?expand=causes&page_size={1 + number % 100}",
    lambda number: f"/api/v1/search/?q=cause+{number}",
    lambda number: f"/api/v1/changes/?limit={1 + number % 100}",
    lambda number: f"/api/v1/topics/?page_size={1 + number % 100}",
    lambda number: "/api/v1/export/",
    lambda number: f"/articles/article-{number % 4}/",
    lambda number: f"/search/?q=cause+{number}",
    lambda number: "/",
    lambda number: "/admin/login/",
    lambda number: TRIAGE,
)


@dataclass
class Told:
    read: int = 0
    wrong: Counter[str] = field(default_factory=Counter)


@contextmanager
def readers(port: int, count: int) -> Iterator[Told]:
    told, over = Told(), threading.Event()
    threads = [
        threading.Thread(target=_read, args=(port, told, over, 5 * first), daemon=True) for first in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=60)


def _read(port: int, told: Told, over: threading.Event, first: int) -> None:
    for number in itertools.count(first):
        if over.is_set():
            return
        path = ASKED[number % len(ASKED)](number)
        status = ask(port, path)
        told.read += 1
        if status != "200":
            told.wrong[f"{path.partition('?')[0]} gave {status}"] += 1


def ask(port: int, path: str) -> str:
    body = ANSWERS if path == TRIAGE else None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST" if body else "GET", path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        return str(answer.status) if answer.read() else "nothing"
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
