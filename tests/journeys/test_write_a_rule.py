"""A clinician finds a sign missing from a check and brings it to readers: red flag, option, rule, test case, review."""

import json
import urllib.request
from typing import Any

from playwright.sync_api import Browser, Page, expect

from .conftest import LONG, Server, sign_in
from .publishing import approve_and_publish, submit

pytestmark = LONG
SIGN = "Toes blue or very cold"


def assessed(server: Server, answers: dict[str, Any]) -> dict[str, Any]:
    address = f"{server.url}/api/v1/triage/protocols/thigh-twitching/assess/"
    body = json.dumps({"answers": answers}).encode()
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def open_check(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/admin/triage/protocol/?q=thigh")
    page.get_by_role("link", name="Thigh twitching: what to do next").click()


def rows(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Rows of this protocol").get_by_role("link", name=name).first.click()


def pick(page: Page, label: str, words: str, name: str) -> None:
    page.get_by_role("combobox", name=label).press_sequentially(words)
    page.get_by_role("option", name=name).first.click()


def test_a_new_sign_goes_from_a_clinician_to_readers(server: Server, browser: Browser) -> None:
    author = sign_in(browser, server, "author")

    author.goto(f"{server.url}/admin/articles/redflag/add/")
    author.get_by_label("Name").fill("Cold blue toes")
    author.get_by_label("Urgency").select_option("same_day")
    author.get_by_label("What the reader notices").fill("Your toes are blue or very cold.")
    author.get_by_label("What to do").fill("Call 111 today.")
    author.get_by_label("Why it matters").fill("Too little blood may reach your foot.")
    author.get_by_role("tab", name="Care").click()
    pick(author, "References", "stroke", "NHS")
    author.get_by_role("button", name="Save", exact=True).click()

    open_check(author, server)
    rows(author, "Triage questions")
    author.get_by_role("link", name="leg_look").click()
    author.get_by_role("button", name="Add another Option").click()
    option = author.locator(".inline-related.last-related:not(.empty-form)").last
    option.get_by_label("Code").fill("blue_toes")
    option.get_by_label("Label").fill(SIGN)
    option.get_by_label("Alone it must give").select_option("same_day")
    author.get_by_role("button", name="Save", exact=True).click()
    rows(author, "Checks")
    expect(author.get_by_text("is marked same_day, but no rule gives that for it alone.")).to_be_visible()

    rows(author, "Add to rules")
    author.get_by_label("Code").fill("S90")
    author.get_by_label("Level:", exact=True).select_option("same_day")
    author.locator("#id_conditions-0-all_of_0").select_option("leg_look.blue_toes")
    expect(author.locator(".kt-reads").first).to_have_text(f"Same day if “{SIGN}”")
    author.get_by_label("Why").fill("Blue or cold toes can mean that too little blood reaches your foot.")
    author.get_by_label("What to do").fill("Call 111 today.")
    pick(author, "Red flag", "cold blue", "Cold blue toes")
    pick(author, "Sources", "stroke", "NHS")
    author.get_by_role("button", name="Save", exact=True).click()
    expect(author.get_by_text("This bears on 1 rule: S90.")).to_be_visible()

    rows(author, "Checks")
    author.get_by_role("link", name="Start one for S90").first.click()
    result = author.locator(".kt-result")
    expect(result).to_contain_text("Same day")
    author.get_by_role("group", name="Do you have any of these now?").get_by_label("Chest pain").check()
    expect(result).to_contain_text("No further answer can change it.")
    author.get_by_role("group", name="Do you have any of these now?").get_by_label("Chest pain").uncheck()
    expect(result).to_contain_text("S90, same day.")
    author.get_by_role("button", name="Keep as a test case").click()
    author.get_by_label("Title").fill("Cold blue toes and nothing else")
    author.get_by_role("button", name="Save", exact=True).click()

    open_check(author, server)
    rows(author, "Checks")
    expect(author.get_by_text("Nothing stands in the way of submitting.")).to_be_visible()
    rows(author, "Protocol")
    request = submit(author, kind="Safety", note="Cold blue toes were not asked about.")
    assert "blue_toes" not in json.dumps(assessed(server, {}))

    approve_and_publish(browser, server, request, shown=SIGN)

    told = assessed(server, {"leg_look": ["blue_toes"]})
    assert [(rule["rule"], rule["red_flag"]) for rule in told["fired_rules"]] == [("S90", "cold-blue-toes")]
    assert (told["level"], told["version"]) == ("same_day", 2)
