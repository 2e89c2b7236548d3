"""A cause is corrected in a browser, from the author's words to both articles over the API, by three people."""

import json
import urllib.request
from typing import Any

from playwright.sync_api import Browser, expect

from .conftest import Server, sign_in
from .publishing import approve_and_publish, submit

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
    # Or the next page may be asked for before it is saved. If it is not, this tells what the page says instead.
    expect(author.locator("body")).to_contain_text("was changed successfully", timeout=60_000)
    request = submit(author, kind="Major", note="Say it more plainly.")

    assert author.get_by_role("button", name="Approve").count() == 0
    refused = author.goto(request.replace("/change/", "/approve/"))
    assert refused is not None
    assert refused.status == 403
    assert described(server, "thigh-twitching") == before

    approve_and_publish(browser, server, request, shown=WORDS)

    assert {described(server, slug) for slug in ("thigh-twitching", "calf-cramps")} == {WORDS}
