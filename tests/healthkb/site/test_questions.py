"""Asking and telling on the site, without JavaScript: every page is the answer to a plain form."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from healthkb.questions.models import Contact, Helpfulness, ProblemReport, Question
from healthkb.questions.services import close_report
from tests.builders import AT, after, make_article, make_faq, make_user, publish_now
from tests.healthkb.questions.builders import answer, assign, make_published, make_question, make_session

pytestmark = pytest.mark.django_db
FORM = {"text": "Does coffee make my legs twitch at night?", "consent": "1"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(after(30), tick=False):
        yield


def read(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_reader_asks_and_keeps_the_link(client: Client) -> None:
    article = make_article(slug="twitching", title="Twitching")
    publish_now(article)
    assert 'href="/questions/ask/?article=twitching&amp;lang=en"' in read(client, "/articles/twitching/")
    form = read(client, "/questions/ask/?article=twitching&lang=en")
    assert ("This is not for emergencies." in form, "about “Twitching”" in form) == (True, True)

    taken = client.post("/questions/ask/", {**FORM, "article": "twitching", "email": "jane@example.org"})
    (path,) = re.findall(r'href="(/questions/status/[^"]+)"', taken.content.decode())
    question = Question.objects.get()
    assert (question.article, Contact.objects.get().email) == (article, "jane@example.org")
    assert taken["Cache-Control"] == "no-store"
    assert "Nobody has read it yet" in read(client, path)

    make_published(answer(assign(question)), article=article)
    told = read(client, path)
    assert "It may, if you drink a lot of it." in told
    assert re.search(r"Answered by <strong>Dr Expert \d+</strong> \(expert\), Physiotherapist, .*2 November 2026", told)
    assert "Physiotherapist" in read(client, "/articles/twitching/")
    assert "Physiotherapist" in read(client, "/questions/")
    assert "Physiotherapist" in read(client, "/faqs/does-coffee-make-legs-twitch/")
    assert client.cookies.output() == ""


def test_a_reader_deletes_the_question_by_the_link(client: Client) -> None:
    taken = client.post("/questions/ask/", FORM)
    (path,) = re.findall(r'href="(/questions/status/[^"]+)"', taken.content.decode())
    assert "Delete it now" in read(client, path)

    deleted = client.post(path)

    assert (deleted.status_code, "We have deleted your question" in deleted.content.decode()) == (200, True)
    assert not Question.objects.exists()
    read(client, path, 404)
    assert client.post(path).status_code == 404


def test_the_language_is_chosen_unless_the_page_has_one(client: Client) -> None:
    assert '<option value="vi">Tiếng Việt</option>' in read(client, "/questions/ask/")
    client.post("/questions/ask/", {**FORM, "lang": "vi"})
    assert Question.objects.get().locale == "vi"
    publish_now(make_article(slug="twitching"))
    assert "Tiếng Việt" not in read(client, "/questions/ask/?article=twitching&lang=en").split("<form")[-1]


def test_alarming_words_come_first_whatever_happens(client: Client) -> None:
    alarming = {"text": "I have a pain in my chest. Is it coffee?"}
    refused = client.post("/questions/ask/", alarming)
    taken = client.post("/questions/ask/", {**alarming, "consent": "1"})
    for response, status in ((refused, 400), (taken, 200)):
        page = response.content.decode()
        main = page[page.index("<main") :]
        assert response.status_code == status
        assert main.index("Get emergency help now") < main.index("your question" if status == 200 else "Ask a question")
        assert "because of: pain in my chest" in main
    assert Question.objects.count() == 1


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(client: Client) -> None:
    page = client.post("/questions/ask/", {**FORM, "email": "nobody", "consent": ""}).content.decode()
    assert ('id="email-error"' in page, 'id="consent-error"' in page, FORM["text"] in page) == (True, True, True)
    trapped = client.post("/questions/ask/", {**FORM, "website": "x"}).content.decode()
    assert "A hidden field was filled in" in trapped
    assert not Question.objects.exists()


def test_no_form_while_no_more_are_taken(client: Client, settings: Settings) -> None:
    settings.QUESTIONS_MOST_WAITING = 0
    page = read(client, "/questions/ask/")
    assert ("more questions than we can read" in page, "<textarea" in page) == (True, False)


def test_a_link_that_leads_nowhere(client: Client) -> None:
    assert "nothing behind this link" in read(client, "/questions/status/none/", 404)
    assert "nothing behind this link" in read(client, "/feedback/status/none/", 404)


def test_sessions_and_their_answers(client: Client) -> None:
    session = make_session(slug="legs", title="Legs at night", collects_from=AT)
    assert "Legs at night" in read(client, "/sessions/")
    assert 'href="/questions/ask/?session=legs&amp;lang=en"' in read(client, "/sessions/legs/")
    assert "about “Legs at night”" in read(client, "/questions/ask/?session=legs")
    question = make_question(session=session)
    make_published(answer(assign(question), at=after(60)), at=after(61))
    with time_machine.travel(after(70), tick=False):
        page = read(client, "/sessions/legs/")
    assert ("Open now" in page, "Does coffee make legs twitch?" in page, "?session=legs" in page) == (True, True, False)
    make_session(slug="secret", is_announced=False)
    read(client, "/sessions/secret/", 404)


def test_helpful_or_not_and_a_report(client: Client) -> None:
    owner = make_user()
    faq = make_faq(slug="coffee", owner=owner)
    publish_now(faq)
    about = dict(re.findall(r'name="(type|slug|lang)" value="([^"]+)"', read(client, "/faqs/coffee/")))
    assert about == {"type": "faq", "slug": "coffee", "lang": "en"}
    thanks = client.post("/feedback/", {**about, "helpful": "no"}).content.decode()
    assert ("Thank you" in thanks, Helpfulness.objects.get().not_helpful) == (True, 1)

    page = client.post("/feedback/report/", {**about, "category": "wrong", "text": "It is tea."}).content.decode()
    (path,) = re.findall(r'href="(/feedback/status/[^"]+)"', page)
    assert "Open" in read(client, path)
    report = ProblemReport.objects.get()
    close_report(report=report, state="mended", reply="We changed it.", by=owner, at=AT)
    assert "We changed it." in read(client, path)


def test_feedback_about_what_is_not_published(client: Client) -> None:
    make_faq(slug="draft")
    about = {"type": "faq", "slug": "draft", "lang": "en"}
    assert "Thank you" not in client.post("/feedback/", {**about, "helpful": "yes"}).content.decode()
    assert client.post("/feedback/report/", {**about, "category": "wrong"}).status_code == 400
    assert client.post("/feedback/", {"type": "user", "slug": "x"}).status_code == 404
    assert client.get("/feedback/").status_code == 405
    assert not Helpfulness.objects.exists()


@pytest.mark.parametrize("address", ["/questions/", "/questions/ask/", "/sessions/", "/questions/status/none/"])
def test_pages_are_strict(client: Client, address: str) -> None:
    response = client.get(address)
    assert re.findall(r"<script(?![^>]*src=)[^>]*>|<style|\son[a-z]+=|\sstyle=", response.content.decode()) == []
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert response.cookies == {}
