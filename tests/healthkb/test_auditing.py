import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from articles.models import AuditEntry
from articles.publishing.audit_chain import anchor_now, faults_in_audit
from healthkb.models import User
from tests.builders import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ada() -> User:
    return make_user(
        username="ada", password=PASSWORD, is_staff=True, is_superuser=True, first_name="Ada", last_name=""
    )


def entries_after(number: int) -> list[tuple[str, str, str, dict[str, Any]]]:
    found = AuditEntry.objects.filter(number__gt=number).order_by("number")
    return [(entry.action, entry.by_name, entry.subject, json.loads(entry.details)) for entry in found]


def test_signing_in_and_out_is_told(client: Client, ada: User) -> None:
    start = anchor_now().number
    client.post("/admin/login/", {"username": "ada", "password": PASSWORD})
    client.post("/admin/logout/")
    assert entries_after(start) == [("signed_in", "Ada", "Ada", {}), ("signed_out", "Ada", "Ada", {})]


def test_a_failed_sign_in_names_the_account_that_was_tried_and_nothing_that_was_typed(
    client: Client, ada: User
) -> None:
    start = anchor_now().number
    client.post("/admin/login/", {"username": "ada", "password": "wrong"})
    client.post("/admin/login/", {"username": PASSWORD, "password": "ada"})
    assert entries_after(start) == [
        ("sign_in_failed", "Nobody signed in", "Ada", {}),
        ("sign_in_failed", "Nobody signed in", "", {}),
    ]


def test_an_administrator_who_changes_an_account_is_named_with_what_changed(client: Client, ada: User) -> None:
    person = make_user(username="bob", first_name="Bob", last_name="", email="bob@example.org")
    client.force_login(ada)
    editor = Group.objects.get(name="Editor")
    start = anchor_now().number
    answer = client.post(
        f"/admin/healthkb/user/{person.pk}/change/",
        {
            "username": "bob",
            "first_name": "Bob",
            "email": "bob@example.org",
            "is_staff": "on",
            "groups": [str(editor.pk)],
            "date_joined_0": "2026-01-01",
            "date_joined_1": "00:00:00",
        },
    )
    assert answer.status_code == 302
    assert entries_after(start) == [
        ("account_changed", "Ada", "Bob", {"is_active": [True, False], "is_staff": [False, True]}),
        ("permissions_changed", "Ada", "Bob", {"added": ["Editor"]}),
    ]


def test_a_new_account_is_told_with_the_power_that_it_has() -> None:
    start = anchor_now().number
    make_user(first_name="Bob", last_name="", is_staff=True)
    assert entries_after(start) == [
        ("account_made", "Command line", "Bob", {"is_staff": True, "is_superuser": False}),
    ]


def test_an_account_or_a_role_that_is_deleted_is_told() -> None:
    person, role = make_user(first_name="Bob", last_name=""), Group.objects.create(name="Guest")
    start = anchor_now().number
    person.delete()
    role.delete()
    assert entries_after(start) == [
        ("account_deleted", "Command line", "Bob", {}),
        ("account_deleted", "Command line", "Guest", {}),
    ]


def test_changes_from_the_command_line_are_told_too(ada: User) -> None:
    start = anchor_now().number
    ada.set_password("another good password")
    ada.save()
    ada.groups.add(Group.objects.get(name="Publisher"))
    ada.groups.clear()
    ada.user_permissions.add(Permission.objects.get(codename="publish_document"))
    Group.objects.get(name="Author").user_set.add(ada)
    assert entries_after(start) == [
        ("password_changed", "Command line", "Ada", {}),
        ("permissions_changed", "Command line", "Ada", {"added": ["Publisher"]}),
        ("permissions_changed", "Command line", "Ada", {"taken_away": ["Publisher"]}),
        ("permissions_changed", "Command line", "Ada", {"added": ["publish_document"]}),
        ("permissions_changed", "Command line", "Author", {"added": ["Ada"]}),
    ]


def test_a_role_that_was_widened_by_hand_is_told_and_so_is_putting_it_right() -> None:
    start = anchor_now().number
    Group.objects.get(name="Author").permissions.add(Permission.objects.get(codename="publish_document"))
    call_command("sync_roles")
    assert entries_after(start) == [
        ("permissions_changed", "Command line", "Author", {"added": ["publish_document"]}),
        ("permissions_changed", "Command line", "Author", {"taken_away": ["publish_document"]}),
    ]


def test_passwords_and_hashes_are_never_written_to_the_log(ada: User) -> None:
    ada.set_password("another good password")
    ada.save()
    texts = " ".join(AuditEntry.objects.values_list("details", flat=True))
    assert ("another good password" in texts, ada.password in texts) == (False, False)


def test_an_administrator_can_read_the_log_and_change_nothing(client: Client, ada: User) -> None:
    client.force_login(ada)
    entry = AuditEntry.objects.latest("number")
    page = f"/admin/articles/auditentry/{entry.pk}/"
    fields = {"by_name": "Somebody else", "details": "{}"}
    answers = {
        "list": client.get("/admin/articles/auditentry/").status_code,
        "page": client.get(f"{page}change/").status_code,
        "add": client.post("/admin/articles/auditentry/add/", fields).status_code,
        "change": client.post(f"{page}change/", fields).status_code,
        "delete": client.post(f"{page}delete/", {"post": "yes"}).status_code,
        "action": client.post(
            "/admin/articles/auditentry/", {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
        ).status_code,
        "head": client.get("/admin/articles/audithead/").status_code,
    }
    assert answers == {"list": 200, "page": 200, "add": 403, "change": 403, "delete": 403, "action": 200, "head": 404}
    assert (AuditEntry.objects.latest("number").sha256, faults_in_audit()) == (entry.sha256, [])


def test_an_account_that_did_something_cannot_be_deleted_in_the_admin(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.post(f"/admin/healthkb/user/{ada.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("Administrator", 200), ("Publisher", 403), ("Editor", 403)])
def test_only_those_who_look_after_accounts_read_the_log(client: Client, role: str, status: int) -> None:
    person = make_user(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)
    assert client.get("/admin/articles/auditentry/").status_code == status
