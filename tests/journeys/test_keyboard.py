"""The whole way of a text, by keyboard alone and by mouse: write, place, reorder, submit, approve, publish."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page

from tests.articles.admin.conftest import make_member
from tests.builders import make_article, make_cause, publish_now

from .keyboard import Keyboard

pytestmark = pytest.mark.django_db
# Beside the letters that are typed, and with signing in. `docs/editors.md` tells them.
MOST_KEYS = {"author": 80, "editor": 12, "publisher": 12}
MOST_CLICKS = {"author": 17, "editor": 2, "publisher": 3}
PASSWORD = "a long way by keys"


@pytest.fixture
def content(home: str) -> str:
    """The address of a content with an article, a cause to place in it, and the three people that it takes."""
    causes = [make_cause(title=title) for title in ("Hard exercise", "Pregnancy")]
    article = make_article(slug="calf-cramps", title="Calf cramps", sections=2, causes=causes)
    publish_now(article, make_cause(title="Caffeine"), at=timezone.now())
    for role in ("Author", "Editor", "Publisher"):
        make_member(role, username=role.lower(), password=PASSWORD)
    return home


def arrive(browser: Browser, home: str, name: str, path: str = "/admin/") -> Keyboard:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{home}/admin/login/?next={path}")
    keys = Keyboard(page)
    keys.write(name)
    keys.press("Tab")
    keys.write(PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    return keys


def article(home: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{home}/api/v1/articles/calf-cramps/", timeout=30) as answer:
        body: dict[str, Any] = json.load(answer)
        return body


def order(page: Page, prefix: str) -> list[str]:
    return page.locator(f"#{prefix}-group .row-title").all_inner_texts()


def test_a_text_is_written_placed_moved_submitted_approved_and_published(content: str, browser: Browser) -> None:
    before = article(content)
    author = arrive(browser, content, "author")
    page = author.page

    # Find the page by the search in the head of every page.
    author.reach("Search everything")
    author.write("calf cramps")
    with page.expect_navigation():
        author.press("Enter")
    author.follow("Calf cramps")

    # Write: the first row of the tab of sections.
    author.skip()
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

    author.reach("Submit for review", "Shift+Tab")
    with page.expect_navigation():
        author.press("Enter")
    author.skip()
    author.reach("Major")
    author.reach("Minor", "ArrowUp")
    author.reach("What changed, and why?")
    author.write("Say what to do, and one more cause.")
    author.reach("Submit for review")
    with page.expect_navigation():
        author.press("Enter")
    request = urlsplit(page.url).path

    editor = arrive(browser, content, "editor", request)
    editor.skip()
    editor.reach("Go to the decision")
    editor.press("Enter")
    editor.reach("Approve")
    with editor.page.expect_navigation():
        editor.press("Enter")

    publisher = arrive(browser, content, "publisher", request)
    publisher.follow("Publish")
    publisher.follow("Publish")

    after = article(content)
    assert after["version"] == before["version"] + 1
    pressed = {"author": author.pressed, "editor": editor.pressed, "publisher": publisher.pressed}
    assert {name: keys for name, keys in pressed.items() if keys > MOST_KEYS[name]} == {}
    assert after["sections"][0]["body"]["text"].endswith("You can rest.")
    assert [cause["name"] for cause in after["causes"]][-3] == placed


@dataclass
class Mouse:
    """A person who types letters and does everything else with the mouse."""

    page: Page
    clicks: int = 0

    def click(self, what: Locator, *, leaves: bool = False) -> None:
        self.clicks += 1
        if leaves:
            with self.page.expect_navigation():
                what.click()
        else:
            what.click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)


def arrive_by_mouse(browser: Browser, home: str, name: str, path: str = "/admin/") -> Mouse:
    """The browser knows the name and the password, as browsers do."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{home}/admin/login/?next={path}")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    mouse = Mouse(page)
    mouse.click(mouse.button("Log in"), leaves=True)
    return mouse


def test_the_same_way_by_mouse(content: str, browser: Browser) -> None:
    before = article(content)
    author = arrive_by_mouse(browser, content, "author")
    page = author.page
    author.click(page.get_by_label("Search everything"))
    author.write("calf cramps")
    author.click(page.locator(".search-everything button"), leaves=True)
    author.click(page.get_by_role("link", name="Calf cramps").first, leaves=True)

    author.click(page.get_by_role("tab", name="Sections"))
    author.click(page.locator("#sections-group .row summary").first)
    author.click(page.locator("#sections-group textarea[name$=body]").first)
    author.write("You can rest. ")

    author.click(page.get_by_role("tab", name="Causes"))
    author.click(page.get_by_role("button", name="Add a cause"))
    author.write("caffeine")
    author.click(page.locator("#causes-group [role=option]").first)
    placed = order(page, "causes")[-1]
    up = page.locator("#causes-group .row", has_text=placed).get_by_role("button", name="up")
    author.click(up)
    author.click(up)
    assert order(page, "causes")[-3] == placed
    author.click(author.button("Save and continue editing"), leaves=True)

    author.click(page.get_by_role("link", name="Submit for review"), leaves=True)
    author.click(page.get_by_label("Minor"))
    author.click(page.get_by_label("What changed, and why?"))
    author.write("Say what to do, and one more cause.")
    author.click(author.button("Submit for review"), leaves=True)
    request = urlsplit(page.url).path

    editor = arrive_by_mouse(browser, content, "editor", request)
    editor.click(editor.button("Approve"), leaves=True)
    publisher = arrive_by_mouse(browser, content, "publisher", request)
    publisher.click(publisher.page.get_by_role("link", name="Publish", exact=True), leaves=True)
    publisher.click(publisher.button("Publish"), leaves=True)

    after = article(content)
    clicks = {"author": author.clicks, "editor": editor.clicks, "publisher": publisher.clicks}
    assert clicks == MOST_CLICKS
    assert after["version"] == before["version"] + 1
    assert "You can rest." in after["sections"][0]["body"]["text"]
    assert [cause["name"] for cause in after["causes"]][-3] == placed


def test_a_link_to_a_page_of_ours_is_put_in_by_keys(content: str, browser: Browser) -> None:
    author = arrive(browser, content, "author", "/admin/articles/cause/add/")
    area = author.page.get_by_label("Description")
    area.focus()
    author.press("Control+k")
    author.write("cramps")
    author.press("Tab")
    author.write("calf")
    author.page.get_by_role("option", name="Calf cramps").wait_for()
    author.press("ArrowDown", "Enter", "Enter")
    assert author.page.locator("dialog").count() == 0
    assert area.input_value() == "[cramps](kb:article/calf-cramps)"
