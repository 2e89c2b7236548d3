"""A cause is corrected in a browser, from the author's words to both articles over the API, by three people."""

import json
import urllib.request
from typing import Any

from playwright.sync_api import Browser

from .conftest import Server, sign_in

WORDS = "Your body has lost more water than it took in."


def described(server: Server, article: str) -> str:
    with urllib.request.urlopen(f"{server.url}/api/v1/articles/{article}/", timeout=30) as answer:
        body: dict[str, Any] = json.load(answer)
    (cause,) = [each for each in body["causes"] if each["slug"] == "dehydration"]
    text: str = cause["description"]["text"]
    return text


def test_a_correction_goes_from_an_author_to_the_readers_of_two_articles(server: Server, browser: Browser) -> None:
    before = described(server, "thigh-twitching")

    author = sign_in(browser, server, "author")
    author.goto(f"{server.url}/admin/articles/cause/?q=dehydration")
    author.get_by_role("link", name="Not enough fluid").click()
    author.get_by_label("Description").fill(WORDS)
    author.get_by_role("button", name="Save and continue editing").click()
    author.get_by_role("link", name="Submit for review").click()
    author.get_by_label("Major").check()
    author.get_by_label("What changed, and why?").fill("Say it more plainly.")
    author.get_by_role("button", name="Submit for review").click()
    author.get_by_text("You wrote part of this, so somebody else has to review it.").wait_for()
    request = author.url

    assert author.get_by_role("button", name="Approve").count() == 0
    refused = author.goto(request.replace("/change/", "/approve/"))
    assert refused is not None
    assert refused.status == 403
    assert described(server, "thigh-twitching") == before

    reviewer = sign_in(browser, server, "reviewer")
    reviewer.goto(request)
    reviewer.get_by_text(WORDS).first.wait_for()
    reviewer.get_by_role("button", name="Approve").click()
    reviewer.get_by_text("Approved", exact=True).first.wait_for()

    publisher = sign_in(browser, server, "publisher")
    publisher.goto(request)
    publisher.get_by_role("link", name="Publish", exact=True).click()
    publisher.get_by_role("button", name="Publish").click()
    publisher.wait_for_url(request)

    assert {described(server, slug) for slug in ("thigh-twitching", "calf-cramps")} == {WORDS}
