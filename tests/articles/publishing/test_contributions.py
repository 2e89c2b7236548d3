"""A kind that this app has never heard of joins in: it is published like the rest and adds a field to an article."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from articles.models import Article, Published
from articles.publishing import Contribution, kind_named, publish, register_kind, withdraw
from articles.publishing.composing import Part
from tests.builders import after, approve_now, edit, make_article, make_faq, make_publisher, publish_now, submit_now

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _faqs_name_an_article() -> Iterator[None]:
    """For these tests an FAQ whose answer is an article's uuid gives that article its ``triage`` field."""
    stock = kind_named("faq")

    def contributions(faq: Part) -> Iterable[Contribution]:
        value = {"slug": faq.slug, "question": faq.payload["question"]}
        yield Contribution(str(faq.payload["answer"]), "triage", value)

    register_kind(replace(stock, contributions=contributions))
    yield
    register_kind(stock)


def triage_of(article: Article) -> Any:
    return json.loads(bytes(Published.objects.get(document=article.pk).body))["triage"]


def test_a_document_adds_its_field_to_a_live_article() -> None:
    article = make_article()
    publish_now(article)
    before = triage_of(article)

    publish_now(make_faq(slug="check", title="Check?", answer=str(article.uuid)), at=after(5))

    assert (before, triage_of(article)) == (None, {"slug": "check", "question": "Check?"})


def test_a_document_that_is_not_there_is_left_out() -> None:
    faq = make_faq(answer=str(uuid4()))

    publish_now(faq)

    assert Published.objects.get(document=faq.pk).contributions.count() == 0


def test_it_is_there_at_once_when_both_go_live_together() -> None:
    article = make_article()

    changes = publish_now(article, make_faq(slug="check", title="Check?", answer=str(article.uuid)))

    assert triage_of(article) == {"slug": "check", "question": "Check?"}
    assert [change.event for change in changes] == ["publish"] * 3


def test_it_is_there_from_the_minute_of_a_scheduled_document_on() -> None:
    article = make_article()
    publish_now(article)
    faq = make_faq(slug="check", title="Check?", answer=str(article.uuid))
    request = submit_now(faq, at=after(1), go_live_at=after(60))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(2))

    live = [Published.objects.live(after(minutes)).get(document=article.pk) for minutes in (59, 60)]
    assert [json.loads(bytes(row.body))["triage"] for row in live] == [None, {"slug": "check", "question": "Check?"}]


def test_a_first_version_that_waits_has_it_from_its_first_minute_on() -> None:
    article = make_article()
    request = submit_now(article, at=after(1), go_live_at=after(60))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(2))

    faq = make_faq(slug="check", title="Check?", answer=str(article.uuid))
    publish_now(faq, at=after(5))
    given = triage_of(article)
    withdraw(document=faq, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(6))

    assert (given, triage_of(article)) == ({"slug": "check", "question": "Check?"}, None)


def test_a_first_version_that_waits_loses_it_to_another_document() -> None:
    waiting, other = make_article(), make_article()
    faq = make_faq(slug="check", title="Check?", answer=str(waiting.uuid))
    publish_now(other, faq)
    request = submit_now(waiting, at=after(1), go_live_at=after(60))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(2))
    given = triage_of(waiting)

    edit(faq, answer=str(other.uuid))
    publish_now(faq, at=after(5))

    assert (given, triage_of(waiting)) == ({"slug": "check", "question": "Check?"}, None)


def test_it_moves_with_the_document_that_gives_it() -> None:
    first, second = make_article(), make_article()
    faq = make_faq(slug="check", title="Check?", answer=str(first.uuid))
    publish_now(first, second, faq)

    edit(faq, answer=str(second.uuid))
    publish_now(faq, at=after(5))
    moved = (triage_of(first), triage_of(second))
    withdraw(document=faq, kind="withdrawn", reason="Old.", by=make_publisher(), at=after(6))

    assert moved == (None, {"slug": "check", "question": "Check?"})
    assert triage_of(second) is None
