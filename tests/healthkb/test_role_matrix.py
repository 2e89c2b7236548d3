"""Every role with every transition: by service, by the button of the admin, and by a forged POST without any button."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from articles.models import Release
from articles.publishing import NotAllowed, make_release
from healthkb.models import User
from healthkb.roles import ROLES
from tests.builders import after, make_cause, make_user, submit_now
from tests.healthkb.role_matrix import CELLS, STATES, Cell, snapshot, start_of

pytestmark = pytest.mark.django_db

MATRIX = pytest.mark.parametrize(
    ("role", "name"), [(role, name) for role in [*[each.key for each in ROLES], "none"] for name in CELLS]
)


def person_with(role: str) -> User:
    person = make_user(is_staff=True)
    if role != "none":
        person.groups.add(Group.objects.get(name=next(each.name for each in ROLES if each.key == role)))
    return User.objects.get(pk=person.pk)


def is_given(role: str, cell: Cell) -> bool:
    return any(cell.permission in each.transitions for each in ROLES if each.key == role)


@MATRIX
def test_by_service(role: str, name: str) -> None:
    cell = CELLS[name]
    subject, person = start_of(cell), person_with(role)
    before = snapshot()
    try:
        cell.act(subject, person)
        refused = False
    except NotAllowed:
        refused = True
    assert (refused, snapshot() == before) == (not is_given(role, cell), not is_given(role, cell))


@MATRIX
def test_by_button(client: Client, role: str, name: str) -> None:
    cell = CELLS[name]
    subject, person = start_of(cell), person_with(role)
    client.force_login(person)
    before = snapshot()
    offered = press(client, cell, subject)
    assert (offered, snapshot() != before) == (is_given(role, cell), is_given(role, cell))


@MATRIX
def test_by_forged_post(client: Client, role: str, name: str) -> None:
    cell = CELLS[name]
    subject, person = start_of(cell), person_with(role)
    client.force_login(person)
    before = snapshot()
    status = client.post(f"{address(subject)}{cell.button}/", form_of(cell, subject)).status_code
    assert (status == 302, snapshot() != before) == (is_given(role, cell), is_given(role, cell))
    assert status in (302, 403, 422)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", [*[each.key for each in ROLES], "none"])
def test_a_state_offers_what_is_possible_from_it(client: Client, role: str, state: str) -> None:
    make, possible = STATES[state]
    subject = make()
    client.force_login(person_with(role))
    page = client.get(f"{address(subject)}change/").content.decode()
    targets = set(re.findall(r'(?:href|formaction)="([^"]+)"', page))
    offered = {cell.button for cell in CELLS.values() if f"{address(subject)}{cell.button}/" in targets}
    assert offered == {CELLS[name].button for name in possible if is_given(role, CELLS[name])}


@pytest.mark.parametrize("role", [*[each.key for each in ROLES], "none"])
def test_a_release_is_made_by_who_may_publish(role: str) -> None:
    """There is nothing to begin with, so it is no cell of the matrix."""
    requests = [submit_now(make_cause())]
    may = any("publish_document" in each.transitions for each in ROLES if each.key == role)
    try:
        make_release(name="Salt", requests=requests, by=person_with(role), at=after(1))
        refused = False
    except NotAllowed:
        refused = True
    assert (refused, Release.objects.exists()) == (not may, may)


@pytest.mark.parametrize("name", CELLS)
def test_by_forged_post_without_signing_in(client: Client, name: str) -> None:
    subject = start_of(CELLS[name])
    before = snapshot()
    url = f"{address(subject)}{CELLS[name].button}/"
    answer: Any = client.post(url, form_of(CELLS[name], subject))
    assert (answer.url, snapshot()) == (f"/admin/login/?next={url}", before)


@pytest.mark.parametrize("name", CELLS)
def test_no_transition_is_made_by_following_a_link(client: Client, name: str) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    subject = start_of(CELLS[name])
    before = snapshot()
    client.get(f"{address(subject)}{CELLS[name].button}/", form_of(CELLS[name], subject))
    assert snapshot() == before


def address(subject: Any) -> str:
    return f"/admin/articles/{subject._meta.model_name}/{subject.pk}/"


def form_of(cell: Cell, subject: Any) -> dict[str, str]:
    form = dict(cell.form)
    if "version" in form:
        form["version"] = str(subject.versions.latest().pk)
    if "requests" in form:
        form["requests"] = str(subject.requests.get().pk)
    return form


def press(client: Client, cell: Cell, subject: Any) -> bool:
    """Whether the page offers the button, and its form this very choice. If so, it is pressed."""
    page = client.get(f"{address(subject)}change/").content.decode()
    url = f"{address(subject)}{cell.button}/"
    if f'href="{url}"' not in page and f'formaction="{url}"' not in page:
        return False
    form = client.get(url).content.decode()
    roles = re.findall(r'name="role" value="(\w+)"', form)
    if "role" in cell.form and cell.form["role"] not in roles:
        return False
    assert client.post(url, form_of(cell, subject)).status_code == 302
    return True
