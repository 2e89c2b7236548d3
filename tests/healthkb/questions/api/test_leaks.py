"""A question that nobody has published, and what everyone's address could show of it."""

import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver

from articles.models import Published
from healthkb.questions.services import decline_question, report_problem, return_question
from tests.articles.api.everything import publish_everything
from tests.builders import AT, after
from tests.healthkb.questions.builders import (
    answer,
    assign,
    make_moderator,
    make_published,
    make_question,
    make_session,
    published_question,
)

pytestmark = pytest.mark.django_db
SECRET = "xyzzy"
SLUGS = ["twitching", "weakness", "does-coffee-make-legs-twitch", "s", f"does-{SECRET}-harm"]
TAKES = re.compile(r"\(\?P<\w+>[^)]*\)|<[\w:]+>")
REPEATED = ((f"does-{SECRET}-harm", ""), (f"q={SECRET}", ""))  # an answer may repeat the address that was asked
QUERIES = ("", f"?q={SECRET}", "?q=harm", f"?slug=does-{SECRET}-harm", "?fields=answer")


@pytest.fixture
def secrets() -> Any:
    """Everything live, and questions in every state but published, each with a word of its own."""
    publish_everything()
    published_question()
    session = make_session(slug="s")
    text = f"Does {SECRET} harm? I am Jane {SECRET}."
    make_question(text, email=f"{SECRET}@example.org", session=session)
    cleaned = {"public_text": f"Does {SECRET} harm?"}
    assign(make_question(text), **cleaned)
    answer(assign(make_question(text), **cleaned), text=f"{SECRET} is fine.")
    declined, returned = make_question(text), assign(make_question(text), **cleaned)
    decline_question(question=declined, reason="other", message=SECRET, by=make_moderator(), at=AT)
    assert returned.expert
    return_question(question=returned, note=SECRET, by=returned.expert.user, at=AT)
    report_problem(published=Published.objects.get(slug="weakness"), category="wrong", text=SECRET, at=AT)
    with time_machine.travel(after(60), tick=False):
        yield


def addresses() -> list[str]:
    """Every address below /api/v1/ that is read by GET, each with several values for what it takes."""
    found = []
    for route in routes(get_resolver().url_patterns, ""):
        if route.startswith("api/v1/") and "docs" not in route:
            found += [f"/{TAKES.sub(value, route)}" for value in (SLUGS if TAKES.search(route) else [""])]
    return found


def routes(of: Any, before: str) -> Iterator[str]:
    for each in of:
        route = before + re.sub(r"\\Z|[$^]|\(\?:.*\)", "", str(each.pattern))
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield route


def read(client: Client, address: str) -> str:
    response: Any = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return str(body.decode(errors="replace").lower())


def test_no_word_of_an_unpublished_question_is_at_any_address(client: Client, secrets: None) -> None:
    asked = [address + query for address in addresses() for query in QUERIES]
    told = [each for each in asked if SECRET in read(client, each).replace(*REPEATED[0]).replace(*REPEATED[1])]
    assert told == []
    assert len(asked) > 150


def test_no_word_of_it_is_on_the_site(client: Client, secrets: None) -> None:
    for address in ("/", "/search/?q=harm", "/questions/", "/questions/?q=harm", "/sessions/", "/sessions/s/"):
        assert SECRET not in read(client, address)


def test_the_same_words_would_be_seen_once_published(client: Client) -> None:
    """Proves the tests above."""
    make_published(answer(assign(make_question(), public_text=f"Does {SECRET} harm?")))
    with time_machine.travel(after(60), tick=False):
        found = [address for address in addresses() if SECRET in read(client, address)]
    assert {"/api/v1/questions/", "/api/v1/faqs/", "/api/v1/changes/"} <= set(found)


def test_nothing_of_it_is_in_the_workbook(client: Client, secrets: None, tmp_path: Any) -> None:
    file = tmp_path / "kb.zip"
    call_command("export_kb", str(file))
    with zipfile.ZipFile(file) as archive:
        assert [name for name in archive.namelist() if SECRET.encode() in archive.read(name).lower()] == []


def test_no_word_of_it_reaches_a_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    names = ("django", "django.request", "django.server", "healthkb", "healthkb.questions")
    body = {"text": f"Does {SECRET} harm my chest pain?", "email": f"{SECRET}@example.org", "consent": True}
    for name in names:
        logging.getLogger(name).addHandler(caplog.handler)
    try:
        for change in ({}, {"consent": False}, {"email": SECRET}, {SECRET: SECRET}, {"topic": SECRET}):
            client.post("/api/v1/questions/", {**body, **change}, content_type="application/json")
        client.post("/api/v1/questions/similar/", {"text": SECRET}, content_type="application/json")
        client.post("/questions/ask/", body)
    finally:
        for name in names:
            logging.getLogger(name).removeHandler(caplog.handler)
    text = "\n".join(
        record.getMessage() + str(record.args) for record in caplog.records if record.name != "django.db.backends"
    )
    assert "Bad Request" in text
    assert SECRET not in text
