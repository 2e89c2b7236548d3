"""A reader with a real browser: finds an article, sees what is urgent first, answers questions, is told what to do."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.journeys.test_make_run import free_port, running

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt install chromium")
MOST_QUESTIONS = 45


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # The browser's own event loop must not keep Django from its database in the same process.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    port = free_port()
    with running(tmp_path_factory.mktemp("reader") / "var", port) as printed:
        yield f"http://127.0.0.1:{port}", printed


def open_page(context: BrowserContext, address: str, asked: list[Request]) -> Page:
    page = context.new_page()
    page.on("request", lambda request: asked.append(request))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(address)
    return page


def answer(page: Page) -> None:
    """The calmest answer that this question has."""
    number = page.locator("input#answer")
    calm = page.locator(".choice input[value=none], .choice input[value=no]")
    if number.count():
        number.fill("44")
    elif calm.count():
        calm.first.check()
    else:
        page.locator(".choice input").first.check()
    heading = page.locator("h1").inner_text()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=heading)


@needs_browser
def test_from_the_first_page_to_what_to_do(browser: Browser, server: tuple[str, Path]) -> None:
    base, printed = server
    asked: list[Request] = []
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = open_page(context, f"{base}/", asked)

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the main text"
    page.get_by_label("Type a sign or a part of the body").fill("twitching")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Thigh twitching", exact=True).click()
    page.wait_for_url("**/articles/thigh-twitching/")
    assert page.locator("main h3").first.inner_text() == "Get emergency help now"
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator("figure img").first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('figure img').naturalWidth > 0")

    page.get_by_role("link", name="HealthKB").click()
    page.get_by_role("region", name="Check what to do").get_by_role("link").click()
    page.get_by_role("button", name="Start").click()
    page.wait_for_selector("text=Question 1")
    first = page.locator("h1").inner_text()
    answer(page)
    page.go_back()
    assert page.locator("h1").inner_text() == first
    for _ in range(MOST_QUESTIONS):
        answer(page)
        if page.locator(".result-head").count():
            break
    assert page.locator(".result-head h1").inner_text() != "Get emergency help now"
    assert page.locator("main h2").first.inner_text() == "Why we say this"
    page.get_by_role("button", name="Change your answer").first.click()
    page.get_by_role("checkbox", name="Chest pain").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("text=Get emergency help now")
    assert page.get_by_role("link", name="Call 999").count() == 1

    assert page.url == f"{base}/triage/thigh-twitching/"
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, JSON.stringify(history.state).length < 20]") == [
        0,
        0,
        True,
    ]
    assert {urlsplit(request.url).netloc for request in asked} == {urlsplit(base).netloc}
    assert "chest_pain" not in printed.read_text()
    context.close()


@needs_browser
def test_questions_without_javascript(browser: Browser, server: tuple[str, Path]) -> None:
    base, _ = server
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/triage/thigh-twitching/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_role("alert").inner_text().startswith("Choose at least one answer")
    page.get_by_role("checkbox", name="None of these").check()
    page.get_by_role("button", name="Continue").click()
    assert page.locator(".progress").inner_text().startswith("Question 2")
    page.get_by_role("button", name="Back", exact=True).click()
    assert page.get_by_role("checkbox", name="None of these").is_checked()
    page.get_by_role("checkbox", name="None of these").uncheck()
    page.get_by_role("checkbox", name="Chest pain").check()
    page.get_by_role("button", name="Continue").click()
    assert page.locator("h1").inner_text().strip() == "Get emergency help now"
    assert page.url == f"{base}/triage/thigh-twitching/"
    context.close()
