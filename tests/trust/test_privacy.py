"""A thousand triage requests, each with a word that stands nowhere else; then everything that is kept is searched."""

import io
import json
import logging
import pickle
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.core import mail
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from pytest_django import Settings

from articles.api import keeping
from healthkb.fast_triage import FastTriage
from healthkb.logs import AboutRequest, JsonLines
from tests.builders import after, publish_now
from tests.served import ask, connection_left_open
from tests.triage.builders import CALM, make_protocol
from triage.api import matching

CALLS, MARK = 1000, "zqhay"
ASSESS = "/api/v1/triage/protocols/leg/assess/"
MATCH = "/api/v1/triage/match/"
RESPONSE = "/api/v1/triage/protocols/leg/questionnaire-response/"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
# How each sort of call looks, and the status that it comes to.
SORTS: list[tuple[int, str, str, Any]] = [
    (200, MATCH, JSON, lambda word: {"text": f"{word} face droop"}),
    (422, ASSESS, JSON, lambda word: {"answers": {word: "yes"}}),
    (422, ASSESS, JSON, lambda word: {"answers": {**CALM, "pain": word}}),
    (422, ASSESS, JSON, lambda word: {"answers": {"sudden": [word]}}),
    (422, RESPONSE, JSON, lambda word: {"resourceType": word}),
    (400, ASSESS, JSON, lambda word: f'{{"answers": {word}'),
    (415, ASSESS, FORM, lambda word: f"answers={word}"),
    (413, MATCH, JSON, lambda word: {"text": word * 600}),
    (400, f"{ASSESS}?answers=", JSON, lambda word: {"answers": {}}),
    (500, MATCH, JSON, lambda word: {"text": word}),
    (200, ASSESS, JSON, lambda word: {"answers": CALM}),
]


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, time_machine: Any) -> Path:
    """An empty folder for temporary files; errors are mailed too, as an installation may have it."""
    time_machine.move_to(after(60))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.ADMINS = [("A", "a@example.org")]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 4000
    settings.RATE_LIMITS = {"triage": (10_000, 60)}  # so that clients are counted, and something is cached
    return tmp_path


@pytest.mark.django_db
def test_no_answer_is_found_anywhere(
    kept_in: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    publish_now(make_protocol())
    caplog.set_level(logging.DEBUG)
    for name in ("django", "django.request", "django.server", "healthkb"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    json_lines = listening_in_json(monkeypatch)
    words = [f"{MARK}{number:04}" for number in range(CALLS)]
    application = FastTriage(WSGIHandler())  # as it is served
    found = [called(application, monkeypatch, word, *SORTS[number % len(SORTS)]) for number, word in enumerate(words)]
    assert found == [SORTS[number % len(SORTS)][0] for number in range(CALLS)]
    kept = everything_kept(kept_in, caplog, capfd) | {"log as JSON": json_lines.getvalue()}
    assert {name: text[text.find(MARK) - 99 :][:200] for name, text in kept.items() if MARK in text} == {}
    assert len(kept) == 9
    told = [json.loads(line) for line in json_lines.getvalue().splitlines()]
    assert sum(line["logger"] == "healthkb.access" for line in told) == CALLS
    assert "Internal Server Error" in caplog.text  # the log was listened to


def listening_in_json(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a server with LOG_FORMAT=json writes, at its most talkative."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    handler.addFilter(AboutRequest())
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [*root.handlers, handler])
    monkeypatch.setattr(logging.getLogger("healthkb.access"), "level", logging.INFO)
    return out


def called(
    application: Any, monkeypatch: pytest.MonkeyPatch, word: str, status: int, address: str, kind: str, body: Any
) -> int:
    sent = body(word)
    data = sent if isinstance(sent, str) else json.dumps(sent)
    with monkeypatch.context() as patch, connection_left_open():
        if status == 500:
            patch.setattr(matching, "match", fail)
        full = f"{address}{word}" if address.endswith("=") else address
        line, _, _ = ask(application, full, "POST", data.encode(), kind=kind, referer=f"https://example.org/{word}")
    return int(line[:3])


def fail(protocols: Any, text: str) -> Any:
    """A fault of ours whose own message holds what the reader wrote."""
    return int(text)


def everything_kept(folder: Path, caplog: pytest.LogCaptureFixture, capfd: Any) -> dict[str, str]:
    out, err = capfd.readouterr()
    lines = [f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records]
    stored: Any = cache
    return {
        "database": database_dump(),
        "log": caplog.text + "\n".join(lines),
        "printed": out + err,
        "cache": str(getattr(stored, "_cache", "")) + str(pickle.dumps(dict(getattr(stored, "_cache", {})))),
        "counts of limits": Path(product.RATE_COUNTS).read_bytes().decode("latin-1"),
        "answers kept": str(keeping._kept._found),
        "mail": "\n".join(str(each.message()) for each in mail.outbox),
        "temporary files": "".join(read(file) for place in (folder, Path(product.VAR_DIR)) for file in files(place)),
    }


def database_dump() -> str:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found.append(str(cursor.fetchall()))
    return "\n".join(found)


def files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and file.stat().st_size < 10**6]


def read(file: Path) -> str:
    return f"{file.name} {file.read_bytes()!r}"
