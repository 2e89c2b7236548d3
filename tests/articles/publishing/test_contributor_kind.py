"""A team is told from a person. What was signed and published about people before there were kinds stays the same."""

import json

import pytest

from articles.models import Contributor, Published, Version
from articles.publishing import status_of
from articles.publishing.integrity import faults_in_published
from articles.publishing.recomposing import recompose_all
from tests.builders import after, edit, make_article, publish_now, shared_author

pytestmark = pytest.mark.django_db
NAMED = {"slug": "editorial-team", "name": "Editorial team", "role": "author", "credentials": ""}


def signed(slug: str) -> object:
    return json.loads(Version.objects.filter(document__slug=slug).latest("number").payload)["authors"]


def public(slug: str) -> object:
    return json.loads(bytes(Published.objects.get(slug=slug).body))["authors"]


def test_of_a_person_no_kind_is_signed_or_told() -> None:
    publish_now(make_article(slug="one"))
    assert (signed("one"), public("one")) == ([NAMED], [NAMED])


def test_a_team_is_signed_and_told_once_the_page_is_published_anew() -> None:
    article = make_article(slug="one")
    publish_now(article)
    etag = Published.objects.get(slug="one").etag
    Contributor.objects.filter(pk=shared_author().pk).update(kind="team")
    recompose_all(at=after(1))
    assert Published.objects.get(slug="one").etag == etag
    assert [*faults_in_published(after(1))] == []
    assert status_of(article, at=after(1)).has_changes

    edit(article, summary="Shorter.")
    publish_now(article, at=after(2))
    team = {**NAMED, "kind": "team"}
    assert (signed("one"), public("one")) == ([team], [team])
