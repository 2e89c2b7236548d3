"""What an editor tried stays in no storage of the browser for whoever signs in next."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.healthkb.accounts.conftest import PASSWORD, make_person
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db
KEPT = "[sessionStorage.length, localStorage.getItem('kept')]"


@pytest.fixture
def protocol() -> Any:
    make_person(username="ann", is_superuser=True)
    return make_protocol()


def tried(browser: Browser, home: str, protocol: Any) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{home}/admin/login/?next=/admin/triage/protocol/{protocol.pk}/change/")
    page.fill("#id_username", "ann")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/change/")
    page.locator(".kt-beside summary").click()
    page.locator(".kt-questions input[type=radio]").first.check()
    while page.evaluate("sessionStorage.getItem('healthkb-try')") == "[]":
        page.wait_for_timeout(50)
    page.evaluate("localStorage.setItem('kept', 'here')")
    return page


def test_signing_out_clears_it(protocol: Any, home: str, browser: Browser) -> None:
    page = tried(browser, home, protocol)
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("heading", name="You are signed out").wait_for()
    assert page.evaluate(KEPT) == [0, None]


def test_whoever_was_idle_finds_nothing_when_they_sign_in_again(protocol: Any, home: str, browser: Browser) -> None:
    page = tried(browser, home, protocol)
    page.context.clear_cookies()
    page.goto(f"{home}/admin/")
    page.get_by_role("button", name="Log in").wait_for()
    assert page.evaluate("sessionStorage.length") == 0
