"""Every page of the admin that is ours, looked at by axe, with each tab and a row and a new row of it opened."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.articles.admin.conftest import make_member, signed_in
from tests.builders import make_article, make_cause
from tests.processes.conftest import Environment, copy_of

from .conftest import LONG, Server, serving, sign_in
from .looking import TALL, refused, too_wide, violations

PAGES = (
    "",
    "worklist/",
    "search/?q=stress",
    "articles/article/",
    "articles/cause/?owner=me",
    "articles/cause/duplicates/",
    "articles/image/add/",
    "articles/article/add/",
)


@pytest.fixture(scope="module")
def server(demonstration: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with (
        copy_of(demonstration, tmp_path_factory.mktemp("pages") / "var") as environment,
        serving(environment) as served,
    ):
        yield served


def opened_tabs(page: Page) -> Iterator[str]:
    for tab in page.get_by_role("tab").all():
        tab.click()
        panel = page.locator("[role=tabpanel]:visible")
        for opener in (panel.locator(".row summary"), panel.locator(".add")):
            if opener.count():
                opener.first.click()
        yield tab.inner_text()


@pytest.fixture
def article_page(db: None, home: str) -> tuple[str, str]:
    """The address of an article, and the session of its author. Rows are made before the browser's event loop runs."""
    article = make_article(causes=[make_cause(), make_cause()])
    address = home + reverse("admin:articles_article_change", args=[article.pk])
    return address, signed_in(make_member("Author")).cookies["sessionid"].value


def test_axe_finds_nothing_on_the_page_of_an_article(article_page: tuple[str, str], browser: Browser) -> None:
    """The short form of what follows."""
    address, session = article_page
    context = browser.new_context(viewport={"width": 1440, "height": TALL})
    context.add_cookies([{"name": "sessionid", "value": session, "url": urljoin(address, "/")}])
    page = context.new_page()
    messages = refused(page)
    page.goto(address)
    found = {name: violations(page) for name in opened_tabs(page)}
    assert len(found) > 10
    found["sideways"] = too_wide(page)
    assert {name: each for name, each in found.items() if each} == {}
    assert messages == []


@LONG
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(server: Server, browser: Browser, scheme: str) -> None:
    page = sign_in(browser, server, "author")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 1440, "height": TALL})
    messages = refused(page)
    found = {}
    for path in PAGES if scheme == "light" else PAGES[:4]:
        page.goto(f"{server.url}/admin/{path}")
        found[path] = [*violations(page), *too_wide(page)]
    page.goto(f"{server.url}/admin/articles/article/?q=calf")
    page.get_by_role("link", name="Calf cramps").click()
    page.get_by_role("tab").first.wait_for()
    if scheme == "light":
        for name in opened_tabs(page):
            found[name] = violations(page)
        page.get_by_role("tab", name="Causes").click()
        page.locator("#causes-group .picker input").last.fill("Something quite new")
        page.get_by_role("option", name="Create").click()
        page.locator("dialog form").wait_for()
    found["last"] = [*violations(page), *too_wide(page)]
    assert {name: each for name, each in found.items() if each} == {}
    assert messages == []


@LONG
def test_the_first_view_of_the_longest_article_is_at_most_a_window_and_a_half(server: Server, browser: Browser) -> None:
    page = sign_in(browser, server, "author")
    page.goto(f"{server.url}/admin/articles/article/?q=thigh")
    page.get_by_role("link", name="Thigh twitching").first.click()
    page.get_by_role("tab").first.wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") <= 1350
    answer = page.request.get(page.url)
    assert len(answer.body()) <= 200 * 1024


@LONG
def test_text_that_was_not_saved_is_there_after_a_crash(server: Server, browser: Browser) -> None:
    page = sign_in(browser, server, "author")
    page.goto(f"{server.url}/admin/articles/cause/?q=dehydration")
    page.get_by_role("link", name="Not enough fluid").click()
    page.get_by_label("Description").fill("Half a sentence that")
    page.get_by_text("A copy is kept for you.").wait_for()
    address = page.url
    page.context.close()  # no chance to save, no warning

    again = sign_in(browser, server, "author")
    again.get_by_role("link", name="Not enough fluid").first.click()
    assert urlsplit(again.url).path == urlsplit(address).path
    again.get_by_role("button", name="Put it back").click()
    assert again.get_by_label("Description").input_value() == "Half a sentence that"
    again.get_by_role("button", name="Save and continue editing").click()
    again.get_by_text("was changed successfully").wait_for()
    assert again.get_by_role("button", name="Put it back").count() == 0


@LONG
def test_text_is_saved_after_the_session_has_ended_under_it(server: Server, browser: Browser) -> None:
    page = sign_in(browser, server, "author")
    page.goto(f"{server.url}/admin/articles/cause/?q=stress")
    page.locator("#result_list tbody th a").first.click()
    area = page.get_by_label("What to do")
    page.context.clear_cookies(name="sessionid")
    area.fill("Rest.")
    page.get_by_text("You are signed out.").wait_for()
    page.get_by_role("button", name="Save and continue editing").click()

    again = page.context.new_page()
    again.goto(f"{server.url}/admin/login/")
    again.fill("#id_username", "author")
    again.fill("#id_password", server.passwords["author"])
    again.get_by_role("button", name="Log in").click()
    again.wait_for_url("**/admin/")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    assert area.input_value() == "Rest."


WORD = """<p class=MsoNormal>Get <b style='mso-bidi-font-weight:normal'>help </b>now if you have:<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>sudden
<i>weakness</i></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>a
<a href="https://www.nhs.uk/x">drooping face</a></p>
<table><tr><td>What</td><td>When</td></tr><tr><td>Rest</td><td>1 day</td></tr></table>"""
GOOGLE = """<b style="font-weight:normal;"><h2><span>Rest</span></h2><p><span>Stop and </span>
<span style="font-weight:700">rest</span>.</p><ol><li><p>One</p></li><li><p>Two</p><ul><li>deep</li></ul></li></ol>
<script>alert(1)</script><p>1. is *not* a list</p></b>"""
PASTED = {
    WORD: "Get **help** now if you have:\n\n- sudden *weakness*\n- a [drooping face](https://www.nhs.uk/x)\n\n"
    "| What | When |\n| --- | --- |\n| Rest | 1 day |",
    GOOGLE: "### Rest\n\nStop and **rest**.\n\n1. One\n2. Two\n   - deep\n\n1\\. is \\*not\\* a list",
}
PASTE = """([area, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@LONG
def test_what_is_pasted_becomes_markdown(server: Server, browser: Browser) -> None:
    page = sign_in(browser, server, "author")
    page.goto(f"{server.url}/admin/articles/cause/add/")
    messages = refused(page)
    area = page.get_by_label("Description")
    for html, markdown in PASTED.items():
        area.fill("")
        page.evaluate(PASTE, [area.element_handle(), html])
        assert area.input_value() == markdown
    assert messages == []
