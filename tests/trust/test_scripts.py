"""Nothing that anyone writes runs in another's browser: probes in all texts, every page searched for what could."""

import re
from typing import Any
from urllib.parse import urlsplit

import nh3
import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page

from articles.content.markdown import ALLOWED_TAGS, to_html
from tests.journeys.conftest import LONG, browser, home
from tests.trust.addresses import address_of, patterns
from tests.trust.base import client_of
from tests.trust.hostile import active_in, build_hostile_base
from tests.trust.probes import PROBES

__all__ = ["browser", "home"]
UNLOADED = {"image", "stylesheet", "font", "media"}
# One model of each sort stands for the others, which have the same pages.
OTHERS = ("/cause/", "/remedy/", "/redflag/", "/diagnostictest/", "/faq/", "/topic/", "/wording/", "/edit/", "/change/")


def test_there_are_two_hundred_different_probes() -> None:
    assert len(PROBES) >= 200
    assert [probe for probe in PROBES if active_in(probe)][:1] == ["<img src=x onerror=alert(1)>"]


def test_what_a_page_would_load_from_elsewhere_is_seen() -> None:
    page = """<a href="https://example.org/"></a><img src="/a.png" srcset="/a.png 1x, https://cdn.example/b.png 2x">
    <link href="https://fonts.example/a.css"><form action="https://example.org/"></form><img src="http://testserver/">"""
    assert [each.split("=")[0] for each in active_in(page)] == ["img srcset", "link href", "form action"]


def test_markdown_makes_every_probe_harmless() -> None:
    for probe in PROBES:
        for text in (probe, f"- {probe}", f"> {probe}", f"| a |\n|---|\n| {probe} |", f"**{probe}**"):
            html = to_html(text)
            assert (probe, active_in(html)) == (probe, [])
            # Cleaning what is clean changes nothing.
            again = nh3.clean(html, tags=ALLOWED_TAGS, attributes={"a": {"href", "title"}}, link_rel=None)
            assert parts_of(again) == parts_of(html.replace(' rel="noopener noreferrer"', ""))


def parts_of(html: str) -> list[str]:
    """Attributes of one element may stand in any order."""
    return [" ".join(sorted(part.split(" "))) for part in re.split("[<>]", html)]


@pytest.fixture
def pages(now: None) -> list[str]:
    """Addresses of every page that a base full of probes has."""
    values, filled = build_hostile_base()
    assert filled > 200
    return [address_of(pattern, values) for pattern in patterns()]


def test_pages_of_each_sort_hold_nothing_that_runs(pages: list[str]) -> None:
    chosen = [page for page in pages if not any(other in page for other in OTHERS)]
    assert len(chosen) > 150
    assert looked_at(chosen[::2]) == {}


@LONG
def test_no_page_holds_anything_that_runs(pages: list[str]) -> None:
    assert looked_at(pages) == {}


def looked_at(pages: list[str]) -> dict[str, Any]:
    client = client_of("superuser")
    texts = {page: _page(client, page) for page in pages}
    found = {page: active for page, text in texts.items() if (active := set(active_in(text)) - own_of(page))}
    print(f"{len(pages)} addresses, {len(list(filter(None, texts.values())))} of them pages")  # noqa: T201 - with -s
    assert "alert(1)" in _page(client, "/articles/twitching/")  # the probes are there, as text
    return found


def own_of(address: str) -> set[str]:
    """The browsable API of REST framework has a style of its own, which the page's rules leave without effect."""
    return {"meta", "style", "div style"} if address.startswith("/api/v1/") else set()


def is_own_style(refused: str, url: str) -> bool:
    """That of the browsable API, which the page's rules leave without effect."""
    return refused.startswith("Applying inline style") and "style" in own_of(urlsplit(url).path)


def _page(client: Client, address: str) -> str:
    with transaction.atomic():
        response: Any = client.get(address, headers={"Accept": "text/html"})
        transaction.set_rollback(True)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode())


@pytest.fixture
def session(pages: list[str], home: str) -> str:
    """Made before the browser starts: see ``home``."""
    return client_of("superuser").cookies["sessionid"].value


@LONG
def test_nothing_runs_in_a_browser(pages: list[str], home: str, session: str, browser: Browser) -> None:
    """Dialogs are what a probe opens; a refusal by the page's own rules means that something tried."""
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": session, "url": home}])
    # Only what could run is loaded. A picture that does not come sets off its handler of errors, if it has one.
    context.route("**/*", lambda route: route.abort() if route.request.resource_type in UNLOADED else route.continue_())
    ran = list[str]()

    def tell(dialog: Dialog) -> None:
        ran.append(f"{dialog.page and dialog.page.url}: {dialog.message}")
        dialog.dismiss()

    def hear(line: ConsoleMessage) -> None:
        if "Content Security Policy" in line.text and not is_own_style(line.text, line.page.url if line.page else ""):
            ran.append(f"{line.page and line.page.url}: {line.text}")

    context.on("dialog", tell)
    context.on("console", hear)
    page, unopened = context.new_page(), list[str]()
    for address in pages:
        if not opened(page, home + address):
            unopened.append(address)
            page.close()  # what comes in place of an answer that is none would interrupt the next one
            page = context.new_page()
    # What is no page, such as a download or an address for POST only, does not open, and nothing else.
    missed = [address for address in unopened if holds_page(context, home + address)]
    count = len(pages) - len(unopened)
    print(f"{count} pages of {len(pages)} addresses in a browser")  # noqa: T201 - with -s
    assert (ran, missed, count > len(pages) / 2) == ([], [], True)
    for probe in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<p style='color: red'>"):
        page.goto(home)
        page.evaluate("text => document.body.append(document.createRange().createContextualFragment(text))", probe)
        page.wait_for_timeout(200)
        assert ["Content Security Policy" in each for each in ran] == [True], probe
        ran.clear()


def opened(page: Page, address: str) -> bool:
    """Waits until all of it is there, so that what would run has run."""
    try:
        answer = page.goto(address)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    except Error:
        return False
    return answer is not None and is_page(answer.headers)


def holds_page(context: BrowserContext, address: str) -> bool:
    answer = context.request.get(address, headers={"Accept": "text/html"})
    return is_page(answer.headers) and answer.body() != b""


def is_page(headers: dict[str, str]) -> bool:
    return headers.get("content-type", "").startswith("text/html") and "content-disposition" not in headers
