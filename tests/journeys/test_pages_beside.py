"""The pages of the admin that stand beside those of documents, by axe and at three widths: review, checks, merge…"""

from typing import Any
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from articles.models import Version, WordList
from tests.articles.admin.conftest import signed_in
from tests.builders import edit, make_article, make_cause, make_user, publish_now, submit_now

from .conftest import LONG
from .looking import TALL, refused, too_wide, violations

pytestmark = pytest.mark.django_db
CSV = b"slug,locale,name,description,serious\nlost-water,en,Dehydration,Too little water.,maybe\n"


@pytest.fixture
def addresses() -> dict[str, str]:
    """Where each page is, with something on it to see."""
    kept, dropped = make_cause(title="Dehydration"), make_cause(title="Lack of fluids", slug="lost-water")
    article = make_article(causes=[kept])
    publish_now(article, at=timezone.now())
    edit(kept, description="You **lost** water. That never ends well.")
    request = submit_now(kept, at=timezone.now())
    version = Version.objects.filter(document=kept).latest("number")
    words = WordList.objects.earliest("pk")
    rows: dict[str, list[Any]] = {
        "articles_cause_changelist": [],
        "articles_published_changelist": [],
        "articles_importbatch_changelist": [],
        "articles_wordlist_change": [words.pk],
        "articles_reviewrequest_change": [request.pk],
        "articles_reviewrequest_emergency_publish": [request.pk],
        "articles_release_make": [],
        "articles_cause_report": [kept.pk],
        "articles_article_report": [article.pk],
        "articles_cause_timeline": [kept.pk],
        "articles_cause_history": [kept.pk],
        "articles_version_change": [version.pk],
        "articles_version_compare": [version.pk],
        "articles_cause_duplicates": [],
        "articles_cause_merge": [kept.pk, dropped.pk],
        "articles_cause_withdraw": [kept.pk],
        "articles_cause_preview": [kept.pk],
        "articles_cause_submit": [dropped.pk],
        "articles_published_on": [],
        "articles_importbatch_upload": [],
        "articles_importbatch_export": [],
        "healthkb_user_sign_out": [make_user().pk],
        "healthkb_user_second_step": [make_user().pk],
        "auth_user_password_change": [make_user().pk],
    }
    found = {name: reverse(f"admin:{name}", args=args) for name, args in rows.items()}
    found |= {name: reverse(name) for name in ("training", "signed_in")}
    return {**found, "compared": f"{found['articles_version_compare']}?with=1"}


@pytest.fixture
def session() -> str:
    person = make_user(is_staff=True, is_superuser=True)
    signed_in(person)  # elsewhere too
    return str(signed_in(person).cookies["sessionid"].value)


def window(browser: Browser, home: str, session: str, scheme: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1440, "height": TALL}, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_cookies([{"name": "sessionid", "value": session, "url": urljoin(home, "/")}])
    return context


def found_on(page: Page) -> list[str]:
    found = [*violations(page), *too_wide(page)]
    page.set_viewport_size({"width": 1440, "height": TALL})
    return found


def chosen_to_change(page: Page, home: str, path: str) -> dict[str, list[str]]:
    """Doing one thing to many: the choice, what would change, and that it is done."""
    page.goto(home + path)
    page.locator("input.action-select").first.check()
    page.get_by_label("Action:").select_option("bulk_review_interval")
    page.get_by_role("button", name="Go").click()
    found = {"many": found_on(page)}
    page.get_by_label("Review every (months)").fill("6")
    page.get_by_role("button", name="Show what changes").click()
    found["many, what changes"] = found_on(page)
    page.locator("button[name=confirm]").click()
    page.get_by_text("Done: 1 of 1 page.").wait_for()
    return {**found, "many, done": found_on(page)}


def imported(page: Page, home: str, path: str) -> dict[str, list[str]]:
    page.goto(home + path)
    page.set_input_files("input[type=file]", {"name": "causes.csv", "mimeType": "text/csv", "buffer": CSV})
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_text("must be mended in the file first").wait_for()
    found = {"import": found_on(page)}
    page.get_by_role("link", name="See it").click()
    return {**found, "import, its problems": found_on(page)}


@LONG
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    addresses: dict[str, str], session: str, home: str, browser: Browser, scheme: str
) -> None:
    page = window(browser, home, session, scheme).new_page()
    messages = refused(page)
    found = {}
    for name, path in addresses.items():
        answer = page.goto(home + path)
        assert answer is not None
        found[name] = [*found_on(page), *([] if answer.ok else [f"answers {answer.status}"])]
    found |= chosen_to_change(page, home, addresses["articles_cause_changelist"])
    found |= imported(page, home, addresses["articles_importbatch_upload"])
    assert {name: each for name, each in found.items() if each} == {}
    assert messages == []


def test_the_pages_that_are_used_most_are_right_on_a_phone(
    addresses: dict[str, str], session: str, home: str, browser: Browser
) -> None:
    """The short form of the above."""
    page = window(browser, home, session, "light").new_page()
    page.set_viewport_size({"width": 390, "height": TALL})
    found = {}
    for name in (
        "articles_reviewrequest_change",
        "articles_cause_report",
        "articles_cause_merge",
        "compared",
        "training",
        "signed_in",
    ):
        page.goto(home + addresses[name])
        found[name] = violations(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_a_list_on_a_phone_needs_no_scrolling_sideways(
    addresses: dict[str, str], session: str, home: str, browser: Browser
) -> None:
    page = window(browser, home, session, "light").new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("articles_cause_changelist", "articles_published_changelist"):
        page.goto(home + addresses[name])
        box = page.locator("#changelist .results")
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
        labels = page.locator("#result_list tbody tr").first.locator("td[data-label]")
        assert "next review" in [str(cell.get_attribute("data-label")).lower() for cell in labels.all()]
    page.goto(home + addresses["articles_cause_changelist"])
    filters = page.locator("#changelist-filter details")
    assert filters.count() > 3
    assert not [each for each in filters.all() if each.get_attribute("open") is not None]
    filters.filter(has_text="By state").locator("summary").click()
    page.get_by_role("link", name="In review").click()
    page.locator("#changelist-filter summary", has_text="In review").wait_for()
    assert page.locator("#result_list tbody th").all_inner_texts() == ["Dehydration"]
