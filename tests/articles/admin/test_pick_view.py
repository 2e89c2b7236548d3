from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import make_article, make_cause, make_reference, make_user, publish_now

from .conftest import make_member, signed_in

pytestmark = pytest.mark.django_db


def find(client: Client, model: str, words: str, **more: str) -> Any:
    return client.get(reverse("admin:articles_pick"), {"model": model, "q": words, **more}).json()


def test_a_match_says_where_it_stands_and_where_it_is_used(author_page: Client) -> None:
    cause = make_cause(title="Dehydration", slug="dehydration")
    publish_now(make_article(title="Twitching", causes=[cause]))
    assert find(author_page, "articles.cause", "de") == {
        "results": [{"key": "dehydration", "label": "Dehydration", "note": "Live · in Twitching"}],
        "add": reverse("admin:articles_cause_create"),
    }


def test_names_that_begin_with_the_letters_come_first(author_page: Client) -> None:
    make_cause(title="A stress")
    make_cause(title="Stress")
    assert [each["label"] for each in find(author_page, "articles.cause", "st")["results"]] == ["Stress", "A stress"]


def test_only_the_same_language_is_offered(author_page: Client) -> None:
    make_cause(title="Stress")
    make_cause(title="Stress vi", locale="vi", slug="stress")
    found = find(author_page, "articles.cause", "stress", locale="vi")["results"]
    assert [each["key"] for each in found] == ["stress@vi"]


def test_references_and_people_are_found_too(author_page: Client) -> None:
    make_reference(slug="nhs-twitching", title="Twitching", publisher="NHS")
    make_user(username="olive", first_name="Olive", last_name="Owner", is_staff=True)
    make_user(username="olivia", first_name="Olivia", is_staff=False)
    assert [each["label"] for each in find(author_page, "articles.reference", "tw")["results"]] == ["NHS: Twitching"]
    assert [each["label"] for each in find(author_page, "healthkb.user", "oli")["results"]] == ["Olive Owner"]


@pytest.mark.parametrize("model", ["articles.version", "auth.group", "nothing", "sessions.session"])
def test_nothing_else_can_be_listed(author_page: Client, model: str) -> None:
    assert author_page.get(reverse("admin:articles_pick"), {"model": model, "q": "a"}).status_code == 404


def test_an_account_without_the_right_to_see_them_gets_nothing() -> None:
    client = signed_in(make_user(is_staff=True))
    assert client.get(reverse("admin:articles_pick"), {"model": "articles.cause", "q": "st"}).status_code == 403


def test_one_who_only_reads_is_not_offered_to_create() -> None:
    assert find(signed_in(make_member("Medical reviewer")), "articles.cause", "st")["add"] == ""
