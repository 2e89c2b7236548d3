"""A draft is shown to somebody without an account, who comments on it, and the link is taken back. In a browser, as
only a browser says where a form comes from.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.articles.admin.conftest import make_member
from tests.builders import make_cause

from .conftest import Server, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a preview for somebody"


@pytest.fixture
def draft(home: str) -> tuple[Server, str]:
    """Made before the browser's event loop runs."""
    cause = make_cause(title="Little salt", description="Salt *matters*.")
    author = make_member("Author", username="author", password=PASSWORD)
    return Server(home, {author.username: PASSWORD}), home + reverse("admin:articles_cause_preview", args=[cause.pk])


def test_an_expert_without_an_account_comments_on_a_draft(draft: tuple[Server, str], browser: Browser) -> None:
    server, address = draft
    author = sign_in(browser, server, "author")
    author.goto(address)
    author.get_by_role("button", name="Make a link").click()
    link = author.locator(".panel a[href*='/preview/']").inner_text()

    expert = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    expert.goto(link)
    expert.get_by_label("Which part?").select_option("Description")
    expert.get_by_label("Your comment").fill("How much is little?")
    expert.get_by_label("Your name").fill("Dr Outside")
    expert.get_by_role("button", name="Send").click()
    expert.wait_for_url("**said=1**")
    assert expert.evaluate("document.documentElement.scrollWidth") == 390

    author.reload()
    author.get_by_text("How much is little?").wait_for()
    author.get_by_role("button", name="Take it back").click()
    author.get_by_text("Taken back.", exact=True).wait_for()
    closed = expert.goto(link)
    assert closed is not None
    assert closed.status == 404
