"""A question goes from its reader to a moderator, an expert, a reviewer and a publisher, and back, in a browser."""

from playwright.sync_api import Browser, Page, expect

from .conftest import LONG, Server, sign_in
from .publishing import publish

pytestmark = LONG
ASKED = "Does cold weather make my legs twitch? Ring me on 07700 900123."
TITLE = "Does cold weather make legs twitch?"
ANSWER = "Cold can make a muscle twitch. See a GP if it lasts more than 2 weeks."


def open_question(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/admin/worklist/")
    page.get_by_role("link", name="Question").filter(has_text="Question").last.click()


def test_from_the_reader_and_back(server: Server, browser: Browser) -> None:
    reader = browser.new_page()
    reader.set_default_timeout(60_000)
    reader.goto(f"{server.url}/articles/calf-cramps/")
    reader.get_by_role("link", name="Ask").last.click()
    reader.get_by_label("Your question").fill(f"{ASKED} And I have chest pain.")
    expect(reader.locator("#similar")).to_contain_text("Get emergency help now")
    reader.get_by_label("Your question").fill(ASKED)
    reader.get_by_label("You may read my question").check()
    reader.get_by_role("button", name="Send the question").click()
    reader.locator(".private-link a").click()
    expect(reader.get_by_text("Nobody has read it yet.")).to_be_visible()
    private_link = reader.url

    moderator = sign_in(browser, server, "editor")
    open_question(moderator, server)
    expect(moderator.get_by_text("This may tell who asked: phone number.")).to_be_visible()
    moderator.get_by_role("link", name="Assign to an expert").click()
    moderator.get_by_label("The question, as readers will see it").fill(f"{TITLE} 07700 900123")
    moderator.get_by_role("button", name="Assign to an expert").click()
    expect(moderator.get_by_text("phone number").first).to_be_visible()
    moderator.get_by_label("The question, as readers will see it").fill(TITLE)
    moderator.get_by_role("button", name="Assign to an expert").click()
    expect(moderator.get_by_text("Assigned. It is on the expert")).to_be_visible()
    question = moderator.url

    expert = sign_in(browser, server, "expert")
    open_question(expert, server)
    expert.get_by_role("link", name="Answer", exact=True).click()
    expert.get_by_label("Answer").fill(ANSWER)
    expert.get_by_role("combobox", name="Sources").press_sequentially("NHS")
    expert.get_by_role("option").first.click()
    expert.get_by_role("button", name="Answer", exact=True).click()
    expect(expert.get_by_text("Answered. A moderator makes it a FAQ")).to_be_visible()

    moderator.goto(question)
    moderator.get_by_role("button", name="Publish as a FAQ").click()
    expect(moderator.get_by_text("Sent for review.")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Somebody else is checking it")).to_be_visible()

    reviewer = sign_in(browser, server, "reviewer")
    reviewer.goto(f"{server.url}/admin/worklist/")
    reviewer.get_by_role("link", name="A reader's question").first.click()
    expect(reviewer.get_by_text("Cold can make a muscle twitch.").first).to_be_visible()
    request = reviewer.url
    expert.goto(request)
    expect(expert.get_by_role("button", name="Approve")).to_have_count(0)
    reviewer.get_by_role("button", name="Approve").click()
    reviewer.get_by_text("Approved", exact=True).first.wait_for()

    publish(browser, server, request)

    reader.goto(private_link)
    expect(reader.get_by_text("Your question is answered.")).to_be_visible()
    expect(reader.get_by_text("Esther Expert")).to_be_visible()
    reader.goto(f"{server.url}/articles/calf-cramps/")
    reader.reload()  # the browser may keep a page for a minute
    expect(reader.get_by_text(TITLE).first).to_be_attached()
    assert "07700" not in reader.content()

    reader.goto(private_link)
    reader.get_by_text("Delete my question").click()
    reader.get_by_role("button", name="Delete it now").click()
    expect(reader.get_by_text("We have deleted your question.")).to_be_visible()
    moderator.goto(question)
    assert "07700" not in moderator.content()
