"""Readers, an editor, an importer and a publisher, who go on until they are told to stop."""

import http.client
import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import connections
from django.test import Client
from django.utils import timezone

from articles.models import Cause, ImportBatch, ImportState
from healthkb.accounts.sessions import SessionStore
from healthkb.models import User
from tests.articles.sheets.builders import make_importer, workbook
from tests.builders import edit, publish_now
from tests.outage.asking import ANSWERS

from .browser import Browser, Unexpected, form_with

TRIAGE = "/api/v1/triage/protocols/leg/assess/"
READ = (
    *(f"/api/v1/causes/cause-{number}/" for number in range(8)),
    *(f"/api/v1/articles/article-{number}/" for number in range(4)),
    "/api/v1/causes/?page_size=5",
    "/api/v1/articles/?expand=causes",
    "/api/v1/search/?q=cause",
    "/api/v1/changes/",
    "/",
    "/search/?q=cause",
    "/articles/article-0/",
    "/healthz",
)
SHEET_ROWS = 40
Step = Callable[[Browser, int], None]
Pause = Callable[[], float]
Cookies = dict[str, str]


@dataclass
class Told:
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class People:
    def __init__(self, port: int, readers: int) -> None:
        self.port, self.told, self.over = port, Told(), threading.Event()
        self.pause = 0.0  # of each reader, from the start of one question to the next
        self.readers = readers
        self.threads: list[threading.Thread] = []

    def begin(self) -> None:
        importer, editor = _signed_in(make_importer()), _signed_in(make_importer())
        for number in range(self.readers):
            self._start("read", _read, lambda: self.pause, {}, first=number * 5)
        self._start("edit", _edit, lambda: 1.0, editor)
        self._start("import", _import, lambda: 10.0, importer)
        self._start("publish", _publish, lambda: 3.0, {})

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=120)

    def _start(self, name: str, step: Step, pause: Pause, cookies: Cookies, first: int = 0) -> None:
        thread = threading.Thread(target=self._go_on, args=(name, step, pause, cookies, first), daemon=True)
        self.threads.append(thread)
        thread.start()

    def _go_on(self, name: str, step: Step, pause: Pause, cookies: Cookies, first: int) -> None:
        browser, due = Browser(self.port, dict(cookies)), time.monotonic()
        for number in itertools.count(first):
            if self.over.is_set():
                break
            try:
                step(browser, number)
            except (Unexpected, OSError, http.client.HTTPException) as error:
                self.told.wrong.append(f"{name} {number}: {type(error).__name__} {error}"[:300])
            self.told.done[name] += 1
            due = max(due + pause(), time.monotonic() - 1)
            self.over.wait(max(0.0, due - time.monotonic()))
        connections.close_all()


def _signed_in(person: User) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    (cookie,) = client.cookies.values()
    assert SessionStore(cookie.value).exists(cookie.value)
    return {cookie.key: cookie.value}


def _expect(status: int, wanted: Sequence[int], what: str) -> None:
    if status not in wanted:
        raise Unexpected(f"{what} gave {status}")


def _read(browser: Browser, number: int) -> None:
    if number % 5 == 0:
        _expect(browser.json(TRIAGE, ANSWERS).status, [200], TRIAGE)
        return
    path = READ[number % len(READ)]
    _expect(browser.get(path).status, [200], path)


def _edit(browser: Browser, number: int) -> None:
    """Of causes that nobody publishes or imports."""
    path = f"/admin/articles/cause/{Cause.objects.get(slug=f'cause-{4 + number % 4}').pk}/change/"
    values = form_with("description", browser.get(path))
    answer = browser.post(path, {**values, "description": f"Edited {number} times.", "_save": "Save"})
    _expect(answer.status, [302], f"saving {path}")


def _import(browser: Browser, number: int) -> None:
    upload = "/admin/articles/importbatch/upload/"
    rows = [[f"imported-{row}", f"Imported {row}", f"Words {number}."] for row in range(SHEET_ROWS)]
    file = (f"import-{number}.xlsx", workbook(Causes=[["slug", "name", "description"], *rows]))
    answer = browser.post(upload, form_with("note", browser.get(upload)), file=file)
    _expect(answer.status, [302], upload)
    _until(answer.location, ImportState.READY)
    form = form_with("csrfmiddlewaretoken", browser.get(answer.location))
    confirmed = browser.post(f"{answer.location}confirm/", form)
    _expect(confirmed.status, [302], "confirming")
    if refused := re.search(r'class="error">([^<]+)', browser.get(confirmed.location).body.decode()):
        raise Unexpected(f"confirming gave: {refused[1]}")
    _until(answer.location, ImportState.APPLIED)


def _until(address: str, state: ImportState) -> None:
    uuid = address.rstrip("/").rpartition("/")[2]
    for _ in range(600):
        batch = ImportBatch.objects.get(uuid=uuid)
        if batch.state == state:
            return
        time.sleep(0.1)
    raise Unexpected(f"an import is {batch.state} after a minute")


def _publish(browser: Browser, number: int) -> None:
    """Through the services, and then a reader has to have it."""
    cause = Cause.objects.get(slug=f"cause-{number % 4}")
    words = f"Published {number} times."
    edit(cause, at=timezone.now(), description=words)
    publish_now(cause, at=timezone.now())
    answer = browser.get(f"/api/v1/causes/{cause.slug}/")
    if words.encode() not in answer.body:
        raise Unexpected(f"{cause.slug} is not what was published: {answer.status}")
