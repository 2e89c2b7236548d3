from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from healthkb.questions.models import Contact, Question
from healthkb.questions.services import decline_question, kept_for
from tests.articles.api.everything import make_wording
from tests.builders import after, make_article, make_faq, make_topic, publish_now
from tests.healthkb.questions.builders import answer, assign, make_moderator, make_published, make_session
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db
BODY: dict[str, Any] = {"text": "Does coffee make my legs twitch at night?", "consent": True}
ALARM = "Since today I have a pain in my chest. Is it the coffee?"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(after(60), tick=False):
        yield


def post(client: Client, path: str = "questions/", **body: Any) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def test_a_question_is_taken_and_only_its_holder_sees_it(client: Client) -> None:
    receipt = post(client, **BODY, email="jane@example.org")
    taken = receipt.json()

    question = Question.objects.get()
    assert (receipt.status_code, taken["state"], taken["urgent"]) == (201, "new", None)
    assert taken["notice"].startswith("This is not for emergencies.")
    assert taken["status_url"] == f"http://testserver/api/v1/questions/status/{taken['token']}/"
    assert taken["token"] not in {str(value) for value in Question.objects.values().get().values()}
    assert (len(taken["token"]), Contact.objects.get().email) == (43, "jane@example.org")

    status = client.get(taken["status_url"])
    assert status.json() == {
        "id": str(question.uuid),
        "state": "new",
        "in_words": "We have your question. Nobody has read it yet.",
        "asked_at": after(60).isoformat(),
        "kept_until": (after(60) + kept_for()).isoformat(),
        "message": None,
        "lang": "en",
        "answer": None,
    }
    assert [receipt["Cache-Control"], status["Cache-Control"], status["X-Robots-Tag"]] == [*["no-store"] * 2, "noindex"]
    assert client.cookies.output() == ""


def test_whoever_asked_deletes_the_question_by_the_link(client: Client) -> None:
    url = post(client, **BODY, email="jane@example.org").json()["status_url"]
    wrong = client.delete("/api/v1/questions/status/" + "a" * 43 + "/")
    assert (wrong.status_code, Question.objects.count()) == (404, 1)

    assert client.delete(url).status_code == 204

    assert (Question.objects.count(), Contact.objects.count()) == (0, 0)
    assert (client.get(url).status_code, client.delete(url).status_code) == (404, 404)


def test_an_answer_for_all_stays_when_the_question_is_taken_back(client: Client) -> None:
    url = post(client, **BODY).json()["status_url"]
    published = make_published(answer(assign(Question.objects.get())))

    assert client.delete(url).status_code == 204

    question = Question.objects.get()
    assert (question.text, question.token_sha256, question.faq) == ("", None, published.faq)
    assert client.get("/api/v1/questions/").json()["count"] == 1
    assert client.get(url).status_code == 404


def test_the_link_ends_and_a_wrong_one_says_the_same(client: Client) -> None:
    url = post(client, **BODY).json()["status_url"]
    wrong = client.get("/api/v1/questions/status/" + "a" * 43 + "/")
    with time_machine.travel(after(60) + kept_for(), tick=False):
        over = client.get(url)
    assert (over.status_code, over.json()) == (404, wrong.json())


def test_the_holder_is_shown_the_answer_once_it_is_published(client: Client) -> None:
    token = post(client, **BODY).json()["token"]
    question = Question.objects.get()
    answered = answer(assign(question, at=after(61)), at=after(61))
    with time_machine.travel(after(62), tick=False):
        waiting = client.get(f"/api/v1/questions/status/{token}/").json()
    make_published(answered, at=after(63))
    with time_machine.travel(after(64), tick=False):
        told = client.get(f"/api/v1/questions/status/{token}/").json()
    assert (waiting["state"], waiting["answer"]) == ("answered", None)
    assert "drink a lot" not in str(waiting)
    assert (told["state"], told["answer"]["answer"]["text"]) == ("published", "It may, if you drink a lot of it.")
    assert told["answer"]["answered_by"]["credentials"] == "Physiotherapist"


def test_the_holder_is_told_why_there_is_no_answer(client: Client) -> None:
    url = post(client, **BODY).json()["status_url"]
    moderator = make_moderator()
    decline_question(question=Question.objects.get(), reason="other", message="See a GP.", by=moderator, at=after(60))
    told = client.get(url).json()
    assert (told["state"], told["in_words"], told["message"]) == (
        "declined",
        "We cannot answer this question.",
        "See a GP.",
    )


def test_what_the_question_is_about_has_to_be_published(client: Client) -> None:
    article, topic = make_article(slug="twitching"), make_topic(slug="legs")
    make_article(slug="draft")
    publish_now(article, topic)
    assert post(client, **BODY, article="twitching", topic="legs").status_code == 201
    refused = post(client, **BODY, article="draft")
    assert refused.json()["errors"] == [
        {"pointer": "#/article", "detail": "No article is published at this address in this language."}
    ]
    assert list(Question.objects.values_list("article", "topic")) == [(article.pk, topic.pk)]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"text": "Why?"}, "#/text"),
        ({"text": "x" * 2001}, "#/text"),
        ({"text": "\x00 does coffee harm?"}, "#/text"),
        ({"text": None}, "#/text"),
        ({"consent": False}, "#/consent"),
        ({"email": "not one"}, "#/email"),
        ({"email": "jane@example.org\nBcc: all@example.org"}, "#/email"),
        ({"email": "jane@example.org, all@example.org"}, "#/email"),
        ({"lang": "fr"}, "#/lang"),
        ({"website": "https://buy.example.org"}, "#/website"),
        ({"phone": "07700 900123"}, "#/phone"),
        ({"session": "none"}, "#/session"),
    ],
)
def test_what_is_not_taken_is_said_and_nothing_is_kept(client: Client, change: Any, pointer: str) -> None:
    refused = post(client, **{**BODY, **change})
    assert (refused.status_code, [each["pointer"] for each in refused.json()["errors"]]) == (400, [pointer])
    assert not Question.objects.exists()


def test_a_body_that_is_no_object(client: Client) -> None:
    for body in ("[]", '"x"', "null", "{"):
        refused = client.post("/api/v1/questions/", body, content_type="application/json")
        assert (refused.status_code, refused.json()["urgent"]) == (400, None)


def test_alarming_words_are_answered_at_once_in_the_published_words(client: Client) -> None:
    publish_now(make_wording())
    taken = post(client, text=ALARM, consent=True).json()
    assert taken["urgent"] == {
        "urgency": "emergency",
        "label": "emergency",
        "timeframe": "Now",
        "action": "Get help.",
        "emergency_number": "999",
        "because": ["pain in my chest"],
        "do_not_wait": "Nobody reads your question at once. Do not wait for an answer to it.",
    }
    assert taken["state"] == "needs_moderation"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"consent": False}, 400), ({"website": "x"}, 400), ({"topic": "none"}, 400), ({"x": 1}, 400)],
)
def test_also_when_the_question_is_refused(client: Client, change: Any, status: int) -> None:
    refused = post(client, text=ALARM, **{"consent": True, **change})
    assert (refused.status_code, refused.json()["urgent"]["urgency"]) == (status, "emergency")
    assert not Question.objects.exists()


def test_also_in_a_flood_and_when_no_more_are_taken(client: Client, settings: Settings, own_counts: None) -> None:
    settings.RATE_LIMITS = {"questions": (2, 3600)}
    settings.QUESTIONS_MOST_WAITING = 1
    answers = [post(client, text=ALARM, consent=True) for _ in range(4)]
    assert [each.status_code for each in answers] == [201, 503, 429, 429]
    assert {each.json()["urgent"]["urgency"] for each in answers} == {"emergency"}
    assert int(answers[-1]["Retry-After"]) > 0
    assert Question.objects.count() == 1


def test_a_red_flag_of_a_live_protocol_alarms_too(client: Client) -> None:
    before = post(client, text="My face has started to drop on one side", consent=True).json()
    publish_now(make_protocol())
    after_publishing = post(client, text="My face has started to drop on one side", consent=True).json()
    assert (before["urgent"], after_publishing["urgent"]["urgency"]) == (None, "emergency")


def test_what_may_answer_it_already(client: Client) -> None:
    coffee = make_faq(title="Can coffee make legs twitch?", slug="coffee")
    publish_now(coffee)
    make_faq(title="Can coffee make legs twitch at night?", slug="draft")
    found = post(client, "questions/similar/", text="does coffee make my legs twitch").json()
    assert [(each["slug"], each["id"]) for each in found["results"]] == [("coffee", str(coffee.uuid))]
    assert found["urgent"] is None
    assert post(client, "questions/similar/", text=ALARM).json()["urgent"]["urgency"] == "emergency"


def test_a_question_for_a_session_while_it_takes_them(client: Client) -> None:
    session = make_session(starts_at=after(90), ends_at=after(99))
    assert post(client, **BODY, session=session.slug).status_code == 201
    question = Question.objects.get()
    assert (question.session, question.topic) == (session, session.topic)
    with time_machine.travel(after(90), tick=False):
        assert post(client, **BODY, session=session.slug).status_code == 503
    session.is_announced = False
    session.save()
    assert post(client, **BODY, session=session.slug).status_code == 400


def test_the_form_tells_what_to_show(client: Client, settings: Settings) -> None:
    form = client.get("/api/v1/questions/form/").json()
    assert (form["is_open"], form["kept_days"], form["max_letters"]) == (True, 90, 2000)
    settings.QUESTIONS_MOST_WAITING = 0
    assert client.get("/api/v1/questions/form/").json()["is_open"] is False


def test_another_site_may_ask(client: Client) -> None:
    answer = client.options("/api/v1/questions/", headers={"Origin": "https://example.org"})
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, POST, HEAD, OPTIONS")
