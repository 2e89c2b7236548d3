"""The whole way of a text by keyboard alone: write, place, reorder, submit, approve, publish."""

import json
import urllib.request
from typing import Any

from playwright.sync_api import Browser, Page

from .conftest import LONG, Server
from .keyboard import Keyboard

pytestmark = LONG


def arrive(browser: Browser, server: Server, name: str, path: str = "/admin/") -> Keyboard:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: (_ for _ in ()).throw(AssertionError(str(error))))
    page.goto(f"{server.url}/admin/login/?next={path}")
    keys = Keyboard(page)
    keys.write(name)
    keys.press("Tab")
    keys.write(server.passwords[name])
    with page.expect_navigation():
        keys.press("Enter")
    return keys


def article(server: Server) -> dict[str, Any]:
    with urllib.request.urlopen(f"{server.url}/api/v1/articles/calf-cramps/", timeout=30) as answer:
        body: dict[str, Any] = json.load(answer)
        return body


def order(page: Page, prefix: str) -> list[str]:
    return page.locator(f"#{prefix}-group .row-title").all_inner_texts()


def test_a_text_is_written_placed_moved_submitted_approved_and_published(server: Server, browser: Browser) -> None:
    before = article(server)
    author = arrive(browser, server, "author")
    page = author.page

    # Find the page by the search in the head of every page.
    author.reach("Search everything")
    author.write("calf cramps")
    with page.expect_navigation():
        author.press("Enter")
    author.follow("Calf cramps")

    # Write: the first row of the tab of sections.
    author.reach("Page")
    author.reach("Sections", "ArrowRight")
    author.reach(order(page, "sections")[0])
    author.press("Enter")
    author.reach("Body")
    author.press("Control+End")
    author.write(" You can ")
    author.press("Control+b")
    author.write("rest")
    author.press("ArrowRight", "ArrowRight")
    author.write(".")
    assert page.locator("#sections-group textarea[name$=body]").first.input_value().endswith("You can **rest**.")

    # Place a cause that exists.
    author.reach("Sections", "Shift+Tab")
    author.reach("Causes", "ArrowRight")
    author.reach("Add a cause")
    author.press("Enter")
    author.write("caffeine")
    page.locator("#causes-group [role=option]").first.wait_for()
    author.press("ArrowDown", "Enter")
    placed = order(page, "causes")[-1]
    assert placed != "New cause"

    # Move it up by two.
    author.reach(placed, "Shift+Tab")
    author.press("Alt+ArrowUp", "Alt+ArrowUp")
    assert order(page, "causes")[-3] == placed
    assert "is now" in page.locator("[role=status].visually-hidden").inner_text()
    with page.expect_navigation():
        author.press("Control+s")

    author.follow("Submit for review")
    author.reach("Major")
    author.reach("Minor", "ArrowUp")
    author.reach("What changed, and why?")
    author.write("Say what to do, and one more cause.")
    author.follow("Submit for review")
    request = page.url.removeprefix(server.url)

    editor = arrive(browser, server, "editor", request)
    editor.follow("Approve")
    editor.follow("Approve")

    publisher = arrive(browser, server, "publisher", request)
    publisher.follow("Publish")
    publisher.follow("Publish")

    after = article(server)
    assert after["version"] == before["version"] + 1
    assert after["sections"][0]["body"]["text"].endswith("You can rest.")
    assert [cause["name"] for cause in after["causes"]][-3] == placed
