"""Things that readers must not get, and every public address asked for them."""

from typing import Any

import pytest
from django.test import Client

from articles.publishing import publish
from tests.articles.api.everything import publish_everything
from tests.builders import (
    after,
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_clinician,
    make_publisher,
    make_topic,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db
SECRET = "xyzzy"

ADDRESSES = [
    "",
    "articles/",
    "articles/twitching/",
    f"articles/{SECRET}-article/",
    "articles/?lang=vi",
    "articles/?fields=topics,sections,causes",
    f"articles/?slug={SECRET}-article",
    "articles/?letter=x",
    "articles/twitching/sections/",
    "articles/twitching/json-ld/",
    f"articles/{SECRET}-article/sections/",
    "causes/",
    "causes/tired-muscles/",
    f"causes/{SECRET}-cause/",
    "remedies/",
    "remedies/rest/",
    "red-flags/",
    "red-flags/weakness/",
    "tests/",
    "tests/blood-test/",
    "faqs/",
    "faqs/is-it-bad/",
    "topics/",
    "topics/thighs/",
    f"topics/{SECRET}-topic/",
    "wording/",
    "wording/gb/",
    "changes/",
    "export/",
    "sitemap.xml",
    "atom.xml",
    "atom.xml?lang=vi",
    "lookup/?code=icd-10:R25.2",
    f"search/?q={SECRET}",
    "search/?q=twitching",
    f"suggest/?q={SECRET[:3]}",
]


@pytest.fixture
def secrets() -> Any:
    """A live base, and around it drafts, edits, private fields and people that hold a word of their own."""
    by = make_author(username=SECRET, email=f"{SECRET}@example.org", first_name=SECRET.title())
    live = publish_everything()
    for document in live.values():
        edit(document, by=by, at=after(5), title=f"{SECRET.title()} {document.title}")
    edit(live["articles"], by=by, at=after(6), no_emergency_reason=SECRET, summary=SECRET, owner=by)
    live["articles"].topics.add(make_topic(slug=f"{SECRET}-topic", title=SECRET.title(), by=by))
    live["articles"].takeaways.create(text=SECRET)
    make_article(slug=f"{SECRET}-article", title=SECRET.title(), by=by)
    make_cause(slug=f"{SECRET}-cause", title=SECRET.title(), by=by)
    make_article(slug="twitching", locale="vi", title=SECRET.title(), by=by)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_draft_reaches_a_reader(client: Client, secrets: None, address: str) -> None:
    response: Any = client.get(f"/api/v1/{address}")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    answer = content.decode().lower().replace(f'"{SECRET}-', '"')
    asked = address.rsplit("/", 2)[0].split("/")[-1] if SECRET in address else "\0"
    assert SECRET not in answer.replace(asked, "").replace(f"slug={SECRET}-article", "")


def test_the_secret_would_be_seen_once_published(client: Client, secrets: None) -> None:
    """Proves the test above: the same word, published, is in the answers."""
    publish_now(make_cause(slug="seen", title=SECRET), at=after(10))
    assert SECRET in client.get("/api/v1/causes/").content.decode()


@pytest.mark.parametrize(
    "name", ["review_interval_months", "no_emergency_reason", "owner", "created_by", "edit_number"]
)
def test_private_fields_have_no_place_in_public(client: Client, name: str) -> None:
    publish_everything()
    assert name not in client.get("/api/v1/articles/twitching/").content.decode()
    assert client.get(f"/api/v1/articles/?fields={name}").status_code == 400


def test_emails_and_user_names_are_not_public(client: Client) -> None:
    reviewer = {"username": "rev-user", "email": "rev@example.org", "first_name": "Robin", "last_name": "Doe"}
    request = submit_now(make_article(slug="a"), at=after(1))
    approve_now(request, by=make_clinician(**reviewer), at=after(2))
    publish(request=request, by=make_publisher(), at=after(3))
    answer = client.get("/api/v1/articles/a/").content.decode()
    assert "Robin Doe" in answer
    assert [word for word in ("rev-user", "rev@example.org") if word in answer] == []
