"""The last steps of a journey in the admin, which are the same for every kind of document."""

from playwright.sync_api import Browser, Page

from .conftest import Server, sign_in


def submit(author: Page, *, kind: str, note: str) -> str:
    """From the page of a document. Returns the address of the review page."""
    author.get_by_role("link", name="Submit for review").click()
    author.get_by_label(kind).check()
    author.get_by_label("What changed, and why?").fill(note)
    author.get_by_role("button", name="Submit for review").click()
    author.get_by_text("You wrote part of this, so somebody else has to review it.").wait_for()
    return author.url


def approve_and_publish(browser: Browser, server: Server, request: str, *, shown: str) -> None:
    """``shown`` are words that the reviewer has to see before the decision."""
    reviewer = sign_in(browser, server, "reviewer")
    reviewer.goto(request)
    reviewer.get_by_text(shown).first.wait_for()
    reviewer.get_by_role("button", name="Approve").click()
    reviewer.get_by_text("Approved", exact=True).first.wait_for()
    publish(browser, server, request)


def publish(browser: Browser, server: Server, request: str) -> None:
    publisher = sign_in(browser, server, "publisher")
    publisher.goto(request)
    publisher.get_by_role("link", name="Publish", exact=True).click()
    publisher.get_by_role("button", name="Publish").click()
    publisher.wait_for_url(request)
