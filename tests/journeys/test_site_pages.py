"""Every kind of page of the reader site: by axe, in a narrow window, on paper, with keys alone, without JavaScript."""

from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from tests.processes.conftest import Environment, copy_of

from .conftest import LONG, serving
from .keyboard import Keyboard

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()  # noqa: SIM905
RUN = "rules => axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: rules})"
QUESTION = "Does green tea make legs twitch at night?"
Opener = Callable[[Page, str], object]


def at(path: str) -> Opener:
    return lambda page, home: page.goto(home + path)


def first_question(page: Page, home: str) -> None:
    page.goto(f"{home}/triage/thigh-twitching/")
    page.get_by_role("button", name="Start").click()
    page.get_by_text("Question 1").wait_for()


def no_answer(page: Page, home: str) -> None:
    first_question(page, home)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").wait_for()


def result(page: Page, home: str) -> None:
    first_question(page, home)
    page.get_by_role("checkbox", name="Chest pain").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Get emergency help now").wait_for()


def asked(page: Page, home: str) -> None:
    page.goto(f"{home}/questions/ask/")
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("We can only take a question").wait_for()


def taken(page: Page, home: str) -> None:
    asked(page, home)
    page.get_by_label("You may read my question").check()
    page.get_by_role("button", name="Send the question").click()
    page.get_by_role("heading", name="Your private link").wait_for()


def status(page: Page, home: str) -> None:
    taken(page, home)
    page.locator("a[href*='/questions/status/']").click()
    page.get_by_text("Nobody has read it yet").wait_for()


def helped(page: Page, home: str) -> None:
    page.goto(f"{home}/articles/calf-cramps/")
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("heading", name="Thank you").wait_for()


PAGES: dict[str, Opener] = {
    **{
        path: at(path)
        for path in (
            *("/", "/search/?q=twiching+leg", "/search/?q=zzzzqqq", "/topics/", "/topics/muscles/"),
            *("/articles/calf-cramps/", "/articles/thigh-twitching/", "/causes/restless-legs/"),
            *("/questions/", "/questions/ask/", "/sessions/", "/sessions/twitching-questions/"),
            *("/triage/thigh-twitching/", "/questions/status/none/"),
        )
    },
    **{each.__name__: each for each in (first_question, no_answer, result, asked, status, helped)},
}
ALL_WIDTHS = [pytest.param(1440, "light", marks=LONG), pytest.param(390, "dark", marks=LONG)]


@pytest.fixture(scope="module")
def home(demonstration: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with copy_of(demonstration, tmp_path_factory.mktemp("site") / "var") as environment, serving(environment) as served:
        yield served.url


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), *ALL_WIDTHS])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    home: str, browser: Browser, width: int, scheme: str
) -> None:
    window = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    found: dict[str, list[str]] = {}
    for name, open_it in PAGES.items():
        open_it(page, home)
        found[name] = violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[name].append("scrolls sideways")
    assert {name: each for name, each in found.items() if each} == {}
    assert said == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(RUN, RULES)["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def test_an_article_on_paper_has_all_of_its_text_and_no_controls(home: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{home}/articles/calf-cramps/")
    page.emulate_media(media="print")
    assert page.locator("details").count() > 3
    closed = page.locator("details:not([open])").all()
    assert [each.inner_text() for each in closed if not each.locator(":scope > :not(summary)").first.is_visible()] == []
    assert [each for each in page.locator("button, input").all() if each.is_visible()] == []
    assert page.get_by_role("heading", name="Where this comes from").is_visible()


def test_an_article_is_read_without_javascript(home: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{home}/")
    page.get_by_label("Type a sign or a part of the body").fill("charly horse")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Calf cramps", exact=True).first.click()
    assert page.locator("main h3").first.inner_text() == "Get emergency help now"
    fold = page.locator("details:not([open])").first
    fold.locator("summary").click()
    assert fold.get_attribute("open") is not None or page.locator("details[open]").count() > 0


def test_from_the_first_page_to_what_to_do_with_keys_alone(home: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{home}/")
    keys = Keyboard(page)
    keys.press("Tab")
    assert keys.name() == "Skip to the main text"
    keys.press("Enter")
    keys.reach("Type a sign or a part of the body")
    keys.write("twitching")
    with page.expect_navigation():
        keys.press("Enter")
    keys.follow("Thigh twitching")
    keys.follow("Check what to do")
    keys.reach("Start")
    keys.press("Enter")
    page.get_by_text("Question 1").wait_for()
    keys.reach("Chest pain")
    keys.press("Space")
    keys.reach("Continue")
    keys.press("Enter")
    page.get_by_role("heading", name="Get emergency help now").wait_for()
    keys.reach("Call 999")
