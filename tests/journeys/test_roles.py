"""Every role before every transition in a browser: what is offered, what it does when pressed, and what is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page

from healthkb.roles import ROLES
from tests.healthkb.role_matrix import CELLS, STATES, Cell, snapshot, start_of
from tests.healthkb.test_role_matrix import address, form_of, is_given, person_with

from .conftest import LONG, Server, _OneByOne, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long way by role"
# What a page of the admin itself would send, with its own token; only that no button was there to press.
FORGE = """([address, form]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({...form, csrfmiddlewaretoken: token});
  return fetch(address, {method: "POST", body, redirect: "manual"}).then(answer => answer.status);
}"""


@dataclass(frozen=True)
class Subject:
    """Something in a state, at its address; and what may be done with it, by the button or the form."""

    path: str
    cells: dict[str, Cell]
    form: dict[str, str]


@dataclass(frozen=True)
class Base:
    server: Server
    states: dict[str, Subject]
    starts: dict[str, Subject]
    seen: Callable[[], Any]


@pytest.fixture
def base(db: None, home: str, role: str) -> Base:
    """One row for each state to look at, one for each transition to make. They are made before the browser starts."""
    person = person_with(role)
    person.set_password(PASSWORD)
    person.save()
    states = {
        name: Subject(address(make()), {each: CELLS[each] for each in possible}, {})
        for name, (make, possible) in STATES.items()
    }
    starts = {}
    for name, cell in CELLS.items():
        row = start_of(cell)
        starts[name] = Subject(address(row), {name: cell}, form_of(cell, row))
    connection = connections["default"]

    def ask() -> Any:
        connections["default"] = connection
        return snapshot()

    def seen() -> Any:
        with _OneByOne.turn, ThreadPoolExecutor(1) as thread:
            return thread.submit(ask).result()

    return Base(Server(home, {person.username: PASSWORD}), states, starts, seen)


@LONG
@pytest.mark.parametrize("role", [*[each.key for each in ROLES], "none"])
def test_a_role_meets_its_own_buttons_and_no_others(role: str, base: Base, browser: Browser) -> None:
    (name,) = base.server.passwords
    page = sign_in(browser, base.server, name)
    before = base.seen()

    offered = {state: buttons(page, base, each) for state, each in base.states.items()}
    assert offered == {
        state: {cell.button for cell in each.cells.values() if is_given(role, cell)}
        for state, each in base.states.items()
    }
    assert base.seen() == before

    pressed = {}
    for transition, subject in base.starts.items():
        cell = CELLS[transition]
        before = base.seen()
        if is_given(role, cell):
            press(page, base, subject, cell)
        else:
            page.goto(f"{base.server.url}/admin/")
            assert page.evaluate(FORGE, [f"{subject.path}{cell.button}/", subject.form]) in (403, 422), transition
        pressed[transition] = base.seen() != before
    assert pressed == {transition: is_given(role, cell) for transition, cell in CELLS.items()}


def buttons(page: Page, base: Base, subject: Subject) -> set[str]:
    page.goto(f"{base.server.url}{subject.path}change/")
    targets = page.locator("[href], [formaction]").evaluate_all(
        "found => found.map(each => each.getAttribute('formaction') || each.getAttribute('href'))"
    )
    return {cell.button for cell in CELLS.values() if f"{subject.path}{cell.button}/" in targets}


def press(page: Page, base: Base, subject: Subject, cell: Cell) -> None:
    page.goto(f"{base.server.url}{subject.path}change/")
    target = f"{subject.path}{cell.button}/"
    link = page.locator(f"a[href='{target}']")
    if link.count():
        with page.expect_navigation():
            link.click()
    for name, value in subject.form.items():
        fill(page, name, value)
    with page.expect_navigation() as found:
        page.locator(f"button[formaction='{target}'], .narrow form button.main").click()
    assert (found.value.status, page.url == f"{base.server.url}{target}") == (200, False)


def fill(page: Page, name: str, value: str) -> None:
    fields = page.locator(f"#content [name={name}]")
    match fields.first.evaluate("each => each.type"):
        case "radio" | "checkbox":
            page.locator(f"#content [name={name}][value='{value}']").check()
        case "select-one":
            fields.select_option(value)
        case _:
            fields.fill(value)
