"""The reader's pages: what they answer, what they load, and that nothing unpublished is in them."""

import re

import pytest
from django.test import Client

from articles.content.vocabulary import WithdrawalKind
from articles.models import Article
from articles.publishing import withdraw
from tests.builders import (
    after,
    edit,
    make_article,
    make_cause,
    make_faq,
    make_publisher,
    make_red_flag,
    make_remedy,
    make_test,
    make_topic,
    publish_now,
)

pytestmark = pytest.mark.django_db
SECRET = "Nobody has approved these words"


@pytest.fixture
def article() -> Article:
    cause = make_cause(slug="salts", title="Low salts")
    made = make_article(slug="cramp", title="Leg cramp", causes=[cause])
    made.topics.add(make_topic(slug="legs", title="Legs"))
    publish_now(made)
    return made


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/search/", "/search/?q=cramp", "/topics/", "/topics/legs/", "/articles/cramp/"]
)
def test_pages_are_strict_and_know_nobody(client: Client, article: Article, address: str) -> None:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"<script(?![^>]*src=)[^>]*>|<style|\son[a-z]+=|\sstyle=", page) == []
    assert re.findall(r"""(?:src|srcset|action)=["'](?:https?:)?//[^"']*""", page) == []
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.cookies == {}


def test_a_page_is_not_sent_twice(client: Client, article: Article) -> None:
    first = client.get("/articles/cramp/")
    assert first.headers["Cache-Control"].startswith("public, max-age=60")
    again = client.get("/articles/cramp/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_published_yet(client: Client) -> None:
    assert "Nothing is published here yet." in text_of(client, "/")
    assert "We found nothing" in text_of(client, "/search/?q=cramp")
    text_of(client, "/articles/cramp/", 404)
    text_of(client, "/no/such/page/", 404)


def test_drafts_are_in_no_page(client: Client, article: Article) -> None:
    edit(article, title=SECRET, summary=SECRET)
    edit(article.causes.get().cause, title=SECRET, description=SECRET)
    make_article(slug="draft", title=SECRET, summary=SECRET)
    make_topic(slug="draft-topic", title=SECRET)
    addresses = ["/", "/search/?q=approved", "/topics/", "/topics/legs/", "/articles/cramp/", "/causes/salts/"]
    assert [address for address in addresses if SECRET in text_of(client, address)] == []
    for address in ("/articles/draft/", "/topics/draft-topic/"):
        assert SECRET not in text_of(client, address, 404)


def test_a_withdrawn_page_says_so(client: Client, article: Article) -> None:
    withdraw(
        document=article,
        kind=WithdrawalKind.WITHDRAWN,
        reason="It named the wrong dose.",
        by=make_publisher(),
        at=after(5),
    )
    page = text_of(client, "/articles/cramp/", 410)
    assert "<p>The reason: It named the wrong dose.</p>" in page


def test_entries_of_every_kind_have_a_page(client: Client) -> None:
    made = {
        "causes": make_cause(title="First"),
        "remedies": make_remedy(title="Second"),
        "red-flags": make_red_flag(title="Third"),
        "tests": make_test(title="Fourth"),
        "faqs": make_faq(title="Fifth?"),
    }
    publish_now(*made.values())
    titles = [re.findall("<h1>(.*)</h1>", text_of(client, f"/{name}/{made[name].slug}/")) for name in made]
    assert titles == [["First"], ["Second"], ["Third"], ["Fourth"], ["Fifth?"]]


def test_search_finds_by_name(client: Client, article: Article) -> None:
    page = text_of(client, "/search/?q=cramp%20leg")
    assert re.findall(r'<h2><a href="([^"]*)">([^<]*)</a>', page)[0] == ("/articles/cramp/", "Leg cramp")


@pytest.mark.parametrize("query", ["%00", "%22%3E%3Cscript%3E", "%2B-*%28", "x" * 5000, "%F0%9F%A6%B5"])
def test_search_takes_anything(client: Client, article: Article, query: str) -> None:
    page = text_of(client, f"/search/?q={query}")
    assert "<script>" not in page


def test_topics_stand_in_each_other(client: Client) -> None:
    legs = make_topic(slug="legs", title="Legs")
    thigh = make_topic(slug="thigh", title="Thigh", parent=legs)
    article = make_article(slug="cramp", title="Thigh cramp")
    article.topics.add(thigh)
    publish_now(legs, article)
    above, inside = text_of(client, "/topics/legs/"), text_of(client, "/topics/thigh/")
    assert re.findall(r'<ul class="chips"><li><a href="([^"]*)"', above) == ["/topics/thigh/"]
    assert re.findall(r'<h3><a href="([^"]*)"', above) == ["/articles/cramp/"]
    trail = inside[inside.index('aria-label="You are here"') : inside.index("<h1>")]
    assert re.findall(r'href="([^"]*)"', trail) == ["/topics/", "/topics/legs/"]


def test_only_reading_is_possible(client: Client, article: Article) -> None:
    assert client.post("/articles/cramp/").status_code == 405


def test_robots_are_told_where_the_sitemap_is(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines()[-1] == "Sitemap: http://testserver/api/v1/sitemap.xml"
    assert "Disallow: /admin/" in answer.content.decode()


def test_programs_find_the_feed_and_the_schema_org_form(client: Client, article: Article) -> None:
    page = client.get(f"/articles/{article.slug}/").content.decode()
    links = dict(re.findall(r'<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)"', page))
    assert [client.get(links[each]).status_code for each in ("application/atom+xml", "application/ld+json")] == [
        200,
        200,
    ]
    assert client.get(links["application/ld+json"]).json()["name"] == article.title
