"""Whoever sends every column of a table with a form changes what the form shows, and nothing else."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Cause, DiagnosticTest, Faq, RedFlag, Remedy, Topic
from healthkb.models import User
from healthkb.questions.models import Contact, Helpfulness, ProblemReport, Question
from tests.articles.admin.forms import form_data
from tests.builders import (
    make_article,
    make_cause,
    make_faq,
    make_red_flag,
    make_remedy,
    make_test,
    make_topic,
    make_user,
    publish_now,
)
from tests.healthkb.test_role_matrix import person_with

pytestmark = pytest.mark.django_db
MAKERS: dict[Any, Any] = {
    Article: make_article,
    Cause: make_cause,
    Remedy: make_remedy,
    RedFlag: make_red_flag,
    DiagnosticTest: make_test,
    Faq: make_faq,
    Topic: make_topic,
}
# What a save is meant to write by itself.
STAMPED = {"edit_number", "updated_at", "updated_by"}
ATTEMPTS = ("1", "true", "2020-01-01", "live")


def columns(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in STAMPED}


def with_every_column(page: Any, model: Any, value: str) -> dict[str, Any]:
    """What the form of the page sends, and beside it every name that the form does not show."""
    names = {name for field in model._meta.get_fields() for name in (field.name, getattr(field, "attname", field.name))}
    names |= {"status", "state", "version", "approved", "author", "is_live", "password", "is_superuser", "groups"}
    return {**dict.fromkeys(names - set(page.context["adminform"].form.fields), value), **form_data(page)}


@pytest.mark.parametrize("model", MAKERS)
def test_a_form_of_the_admin_writes_only_its_fields(client: Client, model: Any) -> None:
    row = MAKERS[model]()
    client.force_login(person_with("author"))
    address = f"/admin/articles/{model._meta.model_name}/{row.pk}/change/"
    for value in ATTEMPTS:
        before = columns(model.objects.get(pk=row.pk))
        assert client.post(address, with_every_column(client.get(address), model, value)).status_code == 302
        assert columns(model.objects.get(pk=row.pk)) == before


def test_an_administrator_gives_no_rights(client: Client) -> None:
    other = make_user(is_staff=True)
    client.force_login(person_with("administrator"))
    session = client.session
    session["proved_at"] = int(timezone.now().timestamp())
    session.save()
    address = f"/admin/healthkb/user/{other.pk}/change/"
    assert client.post(address, with_every_column(client.get(address), User, "1")).status_code == 302
    changed = User.objects.get(pk=other.pk)
    rights = (changed.is_superuser, changed.groups.count(), changed.user_permissions.count())
    assert (*rights, changed.password == other.password) == (False, 0, 0, True)


WRITES: dict[str, tuple[Any, dict[str, Any]]] = {
    "/api/v1/feedback/": (Helpfulness, {"type": "article", "slug": "a", "lang": "en", "helpful": True}),
    "/api/v1/problem-reports/": (
        ProblemReport,
        {"type": "article", "slug": "a", "lang": "en", "category": "wrong", "text": "A typo."},
    ),
    "/api/v1/questions/": (Question, {"text": "Does tea make my legs twitch?", "lang": "en"}),
}


@pytest.mark.parametrize("address", WRITES)
def test_a_write_of_the_api_takes_no_other_member(client: Client, address: str) -> None:
    publish_now(make_article(slug="a"))
    model, body = WRITES[address]
    for field in model._meta.get_fields():
        if field.name not in body:
            answer = client.post(address, {**body, field.name: "1"}, content_type="application/json")
            assert (field.name, answer.status_code) == (field.name, 400)
    assert [each.objects.count() for each in (Helpfulness, ProblemReport, Question, Contact)] == [0, 0, 0, 0]
