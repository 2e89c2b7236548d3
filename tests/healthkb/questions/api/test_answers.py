from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.publishing import withdraw
from tests.builders import after, make_faq, make_publisher, publish_now
from tests.healthkb.questions.builders import answer, assign, make_published, make_question, published_question

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(after(60), tick=False):
        yield


def answered(title: str, text: str = "Rest for a day.", minutes: int = 0) -> Any:
    question = answer(assign(make_question(), public_text=title), text=text)
    return make_published(question, at=after(minutes)).faq


def slugs(client: Client, query: str = "") -> list[str]:
    return [each["slug"] for each in client.get(f"/api/v1/questions/{query}").json()["results"]]


def test_only_published_answers_of_experts_newest_first(client: Client) -> None:
    answered("Does tea harm?", minutes=1)
    answered("Does coffee harm?", minutes=2)
    publish_now(make_faq(slug="by-editors"))
    answer(assign(make_question(), public_text="Does milk harm?"))
    assert slugs(client) == ["does-coffee-harm", "does-tea-harm"]
    found = client.get("/api/v1/questions/").json()["results"][0]
    assert (found["question"], found["answered_on"], found["answered_by"]["role"]) == (
        "Does coffee harm?",
        "2026-11-02",
        "expert",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_two_queries(client: Client, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        answered(f"Does food {number} harm?")
    with django_assert_num_queries(2):
        assert len(slugs(client)) == count


def test_searched_by_words_and_by_expert(client: Client) -> None:
    tea, milk = answered("Does tea harm?"), answered("Does milk harm?")
    assert slugs(client, "?q=milk") == ["does-milk-harm"]
    assert slugs(client, f"?expert={tea.answered_by.slug}") == [tea.slug]
    assert slugs(client, "?expert=nobody&q=milk") == []
    assert slugs(client, "?lang=vi") == []
    assert client.get("/api/v1/questions/?topic=x").status_code == 400
    assert milk.slug in client.get("/api/v1/changes/").content.decode()


def test_one_answer_is_the_faq_document(client: Client) -> None:
    faq = answered("Does tea harm?")
    publish_now(make_faq(slug="by-editors"))
    one, same = client.get(f"/api/v1/questions/{faq.slug}/"), client.get(f"/api/v1/faqs/{faq.slug}/")
    assert (one.json(), one["ETag"]) == (same.json(), same["ETag"])
    assert client.get("/api/v1/questions/by-editors/").status_code == 404
    withdraw(document=faq, kind="withdrawn", reason="Wrong.", by=make_publisher(), at=after(50))
    assert client.get(f"/api/v1/questions/{faq.slug}/").status_code == 410


def test_the_list_can_be_kept_by_caches(client: Client) -> None:
    published_question()
    first = client.get("/api/v1/questions/")
    again = client.get("/api/v1/questions/", headers={"If-None-Match": first["ETag"]})
    assert (first["Cache-Control"].partition(",")[0], again.status_code) == ("public", 304)
