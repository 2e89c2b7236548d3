from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.builders import after, edit, make_article, make_cause, publish_now

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_sitemap_names_the_page_of_every_live_article(
    client: Client, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.ARTICLE_PAGE_URL = "https://example.org/{lang}/health/{slug}?a=1&b=2"
    publish_now(make_article(slug="one", causes=[make_cause()]))
    publish_now(make_article(slug="two"), at=after(5))
    make_article(slug="draft")
    with django_assert_num_queries(2):  # one for when it changes by itself
        response = client.get("/api/v1/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    pages = [[child.text for child in page] for page in ElementTree.fromstring(response.content)]
    assert pages == [
        ["https://example.org/en/health/two?a=1&b=2", "2026-11-02T09:05:00+00:00"],
        ["https://example.org/en/health/one?a=1&b=2", "2026-11-02T09:00:00+00:00"],
    ]


def test_without_another_site_the_addresses_are_those_of_the_site_served_here(client: Client) -> None:
    publish_now(make_article(slug="one"))
    sitemap = ElementTree.fromstring(client.get("/api/v1/sitemap.xml").content)
    found = [page.text for page in sitemap.iter(f"{SITEMAP}loc")]
    assert found == ["http://testserver/articles/one/"]
    json_ld = client.get("/api/v1/articles/one/json-ld/").json()
    assert json_ld["url"] == "http://testserver/articles/one/"


def test_the_feed_shows_what_changed_last_first(client: Client, django_assert_num_queries: Any) -> None:
    first = make_article(slug="one", title="One & only")
    publish_now(first, make_article(slug="two"))
    edit(first, summary="Newer.", at=after(4))
    publish_now(first, at=after(5))
    with django_assert_num_queries(2):  # one for when it changes by itself
        response = client.get("/api/v1/atom.xml")
    assert response["Content-Type"] == "application/atom+xml"
    feed = ElementTree.fromstring(response.content)
    entries = list(feed.iter(f"{ATOM}entry"))
    assert [entry.findtext(f"{ATOM}summary") for entry in entries] == ["Newer.", "What it is and what to do."]
    assert entries[0].findtext(f"{ATOM}title") == "One & only"
    assert entries[0].findtext(f"{ATOM}id") == f"urn:uuid:{first.uuid}"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-02T09:05:00+00:00"


@pytest.mark.parametrize("address", ["sitemap.xml", "atom.xml"])
def test_feeds_are_sent_again_only_when_something_changed(client: Client, address: str) -> None:
    etag = client.get(f"/api/v1/{address}")["ETag"]
    assert client.get(f"/api/v1/{address}", headers={"If-None-Match": etag}).status_code == 304
    publish_now(make_article())
    assert client.get(f"/api/v1/{address}", headers={"If-None-Match": etag}).status_code == 200
    problem = client.get(f"/api/v1/{address}?colour=red")
    assert (problem.status_code, problem["Content-Type"]) == (400, "application/problem+json")
