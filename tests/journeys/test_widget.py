"""The example page on another origin: its own strict policy, HealthKB's elements, links that lead to HealthKB."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.processes.conftest import ROOT, Environment, copy_of

from .conftest import Server, serving
from .test_site_pages import violations

EXAMPLE = ROOT / "docs/examples/widget.html"
ITS_SERVER = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def server(demonstration: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with (
        copy_of(demonstration, tmp_path_factory.mktemp("widget") / "var") as environment,
        serving(environment) as served,
    ):
        yield served


@pytest.fixture(scope="module")
def other_site(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("other")
    (folder / "widget.html").write_text(EXAMPLE.read_text().replace(ITS_SERVER, server.url))
    with serving_files(folder) as address:
        yield f"{address}/widget.html"


@contextmanager
def serving_files(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{files.server_port}"
        files.shutdown()


def with_links(route: Route) -> None:
    """The article as it is, with a link to a cause, one to another host, and two that must not become links."""
    answer = route.fetch()
    body = answer.json()
    links = ("/causes/alcohol/", "https://example.org/", "javascript:alert(1)", "//evil.example/")
    html = "".join(f'<a href="{href}">link {number}</a> ' for number, href in enumerate(links))
    body["sections"][0]["body"]["html"] += f"<p>{html}<img src=x></p>"
    route.fulfill(response=answer, body=json.dumps(body))


def opened(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    # A browser asks every site for its icon.
    page.on("console", lambda message: said.append(message.text) if "favicon" not in message.location["url"] else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/api/v1/articles/**", with_links)
    page.goto(address)
    return page, said


def test_article_and_triage_on_another_site(browser: Browser, server: Server, other_site: str) -> None:
    page, said = opened(browser, other_site, 320)
    article, triage = page.locator("healthkb-article"), page.locator("healthkb-triage")
    article.get_by_role("heading", name="Thigh twitching").wait_for()
    assert article.locator(".care").first.get_attribute("class") == "care emergency"
    hrefs = {name: article.get_by_text(f"link {name}", exact=True).get_attribute("href") for name in range(4)}
    assert hrefs == {0: f"{server.url}/causes/alcohol/", 1: "https://example.org/", 2: None, 3: None}
    assert article.locator("img").count() == 0

    triage.get_by_role("button", name="Start").click()
    triage.get_by_role("button", name="Continue").click()
    assert triage.get_by_role("alert").inner_text() == "Choose an answer."
    triage.get_by_role("checkbox", name="None of these").check()
    triage.get_by_role("checkbox", name="Chest pain").check()
    assert not triage.get_by_role("checkbox", name="None of these").is_checked()
    triage.get_by_role("button", name="Continue").click()
    triage.get_by_role("heading", name="Get emergency help now").wait_for()
    assert triage.get_by_role("link", name="Call 999").get_attribute("href") == "tel:999"
    assert triage.evaluate("(host) => host.shadowRoot.activeElement.textContent") == "Get emergency help now"

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.context.cookies() == []
    assert said == []


def test_axe_finds_nothing_in_the_elements(browser: Browser, server: Server, other_site: str) -> None:
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto(other_site)
    page.get_by_role("heading", name="Thigh twitching", exact=True).wait_for()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Continue").wait_for()
    assert violations(page) == []


def test_what_cannot_be_shown_says_so(browser: Browser, server: Server, other_site: str) -> None:
    page = browser.new_page()
    page.route("**/api/v1/**", lambda route: route.abort())
    page.goto(other_site)
    alert = page.locator("healthkb-article").get_by_role("alert")
    assert "If it could be an emergency" in alert.inner_text()
