"""A FAQ names the expert who answered it. One without an expert stays what reviewers signed before there were any."""

import json

import pytest

from articles.models import Published
from articles.publishing import restore
from articles.publishing.freezing import freeze
from tests.builders import AT, after, edit, make_author, make_faq, publish_now, shared_expert

pytestmark = pytest.mark.django_db
PERSON = {
    "slug": "sam-okoye",
    "name": "Dr Sam Okoye",
    "role": "expert",
    "credentials": "Physiotherapist, HCPC PH00000",
}


def public(slug: str) -> dict[str, object]:
    body: dict[str, object] = json.loads(bytes(Published.objects.get(slug=slug).body))
    return {name: body[name] for name in ("answered_by", "answered_on")}


def test_readers_are_told_who_answered_and_when() -> None:
    publish_now(make_faq(slug="answered", answered_by=shared_expert(), answered_on=AT.date()), make_faq(slug="plain"))

    assert public("answered") == {"answered_by": PERSON, "answered_on": "2026-11-02"}
    assert public("plain") == {"answered_by": None, "answered_on": None}


def test_without_an_expert_the_frozen_content_has_no_word_of_one() -> None:
    faq = make_faq()
    assert "answered" not in freeze([faq])[faq.pk].payload


def test_a_draft_keeps_one_of_the_two_alone() -> None:
    who, when = make_faq(answered_by=shared_expert()), make_faq(answered_on=AT.date())
    frozen = freeze([who, when])
    assert frozen[who.pk].payload["answered"] == {"by": PERSON, "on": None}
    assert frozen[when.pk].payload["answered"] == {"by": None, "on": "2026-11-02"}


def test_restoring_brings_the_expert_back_and_takes_a_later_one_away() -> None:
    faq = make_faq(answered_by=shared_expert(), answered_on=AT.date())
    publish_now(faq)
    edit(faq, at=after(1), answered_by=None, answered_on=None)
    publish_now(faq, at=after(2))
    first, second = faq.versions.order_by("number")

    restore(version=first, by=make_author(), at=after(3))
    faq.refresh_from_db()
    assert (faq.answered_by, faq.answered_on) == (shared_expert(), AT.date())
    restore(version=second, by=make_author(), at=after(4))
    faq.refresh_from_db()
    assert (faq.answered_by, faq.answered_on) == (None, None)
