"""Every role with everything that can be done with a question: by service, by its button, and by a forged POST."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.publishing import NotAllowed
from healthkb.models import User
from healthkb.questions.models import Question
from healthkb.roles import ROLES
from tests.builders import after, make_user, shared_reference
from tests.healthkb.questions.builders import assign, make_expert, make_question, person_with
from tests.healthkb.questions.matrix import CELLS, is_given, snapshot

pytestmark = pytest.mark.django_db
MATRIX = pytest.mark.parametrize(
    ("role", "name"), [(role, name) for role in [*[each.key for each in ROLES], "none"] for name in CELLS]
)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(after(30), tick=False):
        yield


def account(role: str) -> Any:
    names = {each.key: each.name for each in ROLES}
    return person_with(names[role]) if role in names else make_user(is_staff=True)


def url(question: Question, name: str) -> str:
    return f"/admin/questions/question/{question.pk}/{name}/"


@MATRIX
def test_by_service(role: str, name: str) -> None:
    cell = CELLS[name]
    question, person = cell.start(), account(role)
    before = snapshot()
    try:
        cell.act(question, person)
        refused = False
    except NotAllowed:
        refused = True
    assert (refused, snapshot()[0] == before[0]) == (not is_given(role, cell), not is_given(role, cell))


@MATRIX
def test_by_button_and_by_forged_post(client: Client, role: str, name: str) -> None:
    cell = CELLS[name]
    question, person = cell.start(), account(role)
    form = cell.form()
    client.force_login(person)
    page = client.get(url(question, "change"))
    offered = f'href="{url(question, cell.button)}"' in page.content.decode()
    before = snapshot()
    status = client.post(url(question, cell.button), form).status_code
    given = is_given(role, cell)
    assert (offered, status == 302, snapshot() != before) == (given, given, given)
    assert status in (302, 403, 404)


@pytest.mark.parametrize("name", CELLS)
def test_nothing_is_done_without_signing_in_or_by_following_a_link(client: Client, name: str) -> None:
    cell = CELLS[name]
    question, form = cell.start(), cell.form()
    before = snapshot()
    assert client.post(url(question, cell.button), form).status_code == 302
    client.force_login(make_user(is_staff=True, is_superuser=True))
    client.get(url(question, cell.button), form)
    assert snapshot() == before


@pytest.mark.parametrize("role", [*[each.key for each in ROLES], "none"])
def test_nobody_but_its_expert_answers(client: Client, role: str) -> None:
    question = assign(make_question())
    person = account(role)
    client.force_login(person)
    client.post(url(question, "answer"), {"text": "Yes.", "references": shared_reference().slug})
    assert not hasattr(Question.objects.get(), "answer")


def test_whoever_may_do_everything_is_not_offered_to_answer_for_its_expert(client: Client) -> None:
    expert = make_expert()
    question = assign(make_question(), expert=expert)

    def is_offered(person: User) -> bool:
        client.force_login(person)
        return url(question, "answer") in client.get(url(question, "change")).content.decode()

    assert (is_offered(expert.user), is_offered(make_user(is_staff=True, is_superuser=True))) == (True, False)


def test_its_expert_sees_it_answers_it_and_sees_no_other(client: Client) -> None:
    expert = make_expert()
    mine, other = assign(make_question("Mine, does it harm?"), expert=expert), assign(make_question("Other xyzzy?"))
    client.force_login(expert.user)
    listed = client.get("/admin/questions/question/").content.decode()
    assert (str(mine) in listed, str(other) in listed) == (True, False)
    assert client.get(url(other, "change")).status_code == 302
    assert "Mine, does it harm?" in client.get(url(mine, "change")).content.decode()
    client.post(url(mine, "answer"), {"text": "Rarely.", "references": shared_reference().slug})
    assert Question.objects.get(pk=mine.pk).answer.text == "Rarely."
    with pytest.raises(Question.answer.RelatedObjectDoesNotExist):
        assert Question.objects.get(pk=other.pk).answer


@pytest.mark.parametrize("role", ["author", "medical_reviewer", "publisher", "none"])
def test_questions_are_not_for_everybody_who_works_here(client: Client, role: str) -> None:
    question = make_question("Does xyzzy harm?")
    client.force_login(account(role))
    for address in ("/admin/questions/question/", url(question, "change"), "/admin/", "/admin/worklist/"):
        assert "xyzzy" not in client.get(address).content.decode()
    assert client.get("/admin/questions/question/").status_code == 403
