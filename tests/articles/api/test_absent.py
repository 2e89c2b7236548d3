"""Addresses where nothing is live."""

import pytest
from django.test import Client

from articles.content.vocabulary import WithdrawalKind
from articles.publishing import withdraw
from tests.articles.api.everything import publish_everything
from tests.articles.api.test_documents import problem
from tests.builders import after, edit, make_article, make_cause, make_publisher, publish_now

pytestmark = pytest.mark.django_db


def test_an_unknown_address_suggests_live_ones(client: Client) -> None:
    publish_everything()
    make_article(slug="twitchings")
    answer = problem(client.get("/api/v1/articles/twitchin/"))
    assert (answer["status"], answer["type"], answer["did_you_mean"]) == (404, "/problems/not-found", ["twitching"])
    assert answer["detail"].endswith("Did you mean twitching?")
    assert problem(client.get("/api/v1/articles/goldfish/"))["detail"].endswith("in this language.")


def test_a_withdrawn_document_is_gone_with_the_reason(client: Client) -> None:
    article = make_article(slug="old")
    publish_now(article)
    publisher, kind = make_publisher(), WithdrawalKind.PUBLISHED_IN_ERROR
    withdraw(document=article, kind=kind, reason="It named the wrong dose.", by=publisher, at=after(5))
    answer = problem(client.get("/api/v1/articles/old/"))
    assert answer == {
        "type": "/problems/gone",
        "title": "Taken away from readers",
        "status": 410,
        "detail": "This was taken away from readers: It named the wrong dose.",
        "withdrawal_kind": "published_in_error",
        "reason": "It named the wrong dose.",
        "withdrawn_at": "2026-11-02T09:05:00+00:00",
    }


def test_a_withdrawn_document_that_comes_back_elsewhere_stays_gone_where_it_was(client: Client) -> None:
    cause = make_cause(slug="old")
    publish_now(cause)
    kind = WithdrawalKind.PUBLISHED_IN_ERROR
    withdraw(document=cause, kind=kind, reason="A wrong dose.", by=make_publisher(), at=after(5))
    edit(cause, slug="new", at=after(6))
    publish_now(cause, at=after(7))
    assert [client.get(f"/api/v1/causes/{slug}/").status_code for slug in ("old", "new")] == [410, 200]


def test_a_superseded_document_leads_to_its_successor(client: Client) -> None:
    old, new = make_article(slug="old"), make_article(slug="new")
    publish_now(old, new)
    kind = WithdrawalKind.SUPERSEDED
    withdraw(document=old, kind=kind, reason="Rewritten.", by=make_publisher(), at=after(5), redirect_to=new)
    response = client.get("/api/v1/articles/old/?fields=title")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/articles/new/?fields=title")
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert response["Surrogate-Key"] == f"doc-{old.uuid}"


def test_a_new_slug_leaves_a_redirect_at_the_old_one(client: Client) -> None:
    article = make_article(slug="old")
    publish_now(article)
    edit(article, slug="new")
    publish_now(article, at=after(5))
    response = client.get("/api/v1/articles/old/")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/articles/new/")
