from typing import Any

import pytest
from django.test import Client

from articles.content.vocabulary import WithdrawalKind
from articles.publishing import withdraw
from tests.builders import after, edit, make_article, make_cause, make_publisher, publish_now

pytestmark = pytest.mark.django_db


def feed(client: Client, query: str = "") -> Any:
    response = client.get(f"/api/v1/changes/{query}")
    assert response.status_code == 200, response.content
    return response.json()


def test_the_feed_says_what_happened_in_order(client: Client) -> None:
    cause, successor = make_cause(slug="cause"), make_article(slug="new", red_flags=None)
    article = make_article(slug="old", causes=[cause])
    publish_now(article, successor)
    edit(cause, description="Better words.")
    publish_now(cause, at=after(5))
    kind, publisher = WithdrawalKind.SUPERSEDED, make_publisher()
    withdraw(document=article, kind=kind, reason="Rewritten.", by=publisher, at=after(9), redirect_to=successor)

    changes = feed(client)["results"]

    assert [change["sequence"] for change in changes] == list(range(1, len(changes) + 1))
    assert [(change["event"], change["slug"]) for change in changes[-4:]] == [
        ("publish", "cause"),
        ("recompose", "old"),
        ("withdraw", "old"),
        ("redirect", "old"),
    ]
    assert changes[-1] == {
        "sequence": len(changes),
        "event": "redirect",
        "id": str(article.uuid),
        "type": "article",
        "slug": "old",
        "lang": "en",
        "version": 1,
        "at": "2026-11-02T09:09:00+00:00",
        "url": "http://testserver/api/v1/articles/old/?lang=en",
        "reason": "Rewritten.",
        "withdrawal_kind": "superseded",
        "redirect_to": "http://testserver/api/v1/articles/new/?lang=en",
    }


def test_it_can_be_left_and_taken_up_again(client: Client, django_assert_num_queries: Any) -> None:
    publish_now(*[make_cause(slug=letter) for letter in "abcde"])
    seen: list[int] = []
    page = feed(client, "?limit=2")
    while page["has_more"]:
        seen += [change["sequence"] for change in page["results"]]
        with django_assert_num_queries(1):
            page = client.get(page["next"]).json()
    seen += [change["sequence"] for change in page["results"]]
    assert seen == [1, 2, 3, 4, 5]
    assert client.get(page["next"]).json() == {"results": [], "next": page["next"], "has_more": False}
    publish_now(make_cause(slug="f"), at=after(5))
    assert [change["slug"] for change in client.get(page["next"]).json()["results"]] == ["f"]


def test_a_page_that_holds_just_the_last_changes_has_no_more(client: Client) -> None:
    publish_now(make_cause(slug="a"), make_cause(slug="b"))
    assert [feed(client, f"?limit={limit}")["has_more"] for limit in (1, 2)] == [True, False]


def test_only_some_kinds(client: Client) -> None:
    publish_now(make_article(slug="a"))
    assert [change["type"] for change in feed(client, "?type=article")["results"]] == ["article"]
    assert client.get("/api/v1/changes/?type=magic").json()["errors"][0]["parameter"] == "type"


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=٣", "limit=0", "limit=1001", "after=9" * 99])
def test_numbers_that_are_none_are_refused(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/changes/?{query}").status_code == 400


@pytest.mark.parametrize("query", ["after=0", "limit=1", "limit=1000", f"after={2**63 - 1}"])
def test_the_least_and_the_most_are_numbers_too(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/changes/?{query}").status_code == 200


def test_nothing_new_costs_no_body(client: Client) -> None:
    publish_now(make_cause())
    response = client.get("/api/v1/changes/")
    assert response["Cache-Control"] == "public, max-age=10"
    assert client.get("/api/v1/changes/", headers={"If-None-Match": response["ETag"]}).status_code == 304
