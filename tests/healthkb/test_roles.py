import re
from pathlib import Path

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from healthkb.roles import (
    ROLES,
    content_models,
    is_row_of_something,
    permissions_of,
    sync_after_migrate,
    sync_roles,
)

TABLE = Path(__file__).resolve().parents[2] / "docs/roles.md"
EDITING = "content"
ACCOUNTS = "accounts"
INTEGRATIONS = "integrations"


def as_documented(key: str) -> set[str]:
    role = next(role for role in ROLES if role.key == key)
    extra = {EDITING} if role.edits_content else set()
    extra |= {ACCOUNTS} if role.manages_accounts else set()
    extra |= {INTEGRATIONS} if role.manages_integrations else set()
    return set(role.transitions) | set(role.questions) | extra


def test_the_table_for_people_is_the_table_in_the_code() -> None:
    rows = [line.strip("|").split("|") for line in TABLE.read_text().splitlines() if line.startswith("|")]
    columns = [name.strip() for name in rows[0][1:]]
    assert columns == [role.name for role in ROLES]
    ticked: dict[str, set[str]] = {role.key: set() for role in ROLES}
    for row in rows[2:]:
        permission = re.findall(r"`(\w+)`", row[0])[0]
        for role, cell in zip(ROLES, row[1:], strict=True):
            if cell.strip() == "yes":
                ticked[role.key].add(permission)
    assert ticked == {role.key: as_documented(role.key) for role in ROLES}


@pytest.mark.django_db
def test_migrating_made_a_group_for_every_role_with_exactly_its_permissions() -> None:
    for role in ROLES:
        held = Group.objects.get(name=role.name).permissions.select_related("content_type")
        assert {f"{held.content_type.app_label}.{held.codename}" for held in held} == permissions_of(role)


@pytest.mark.django_db
def test_migrating_makes_what_is_missing_of_groups_and_of_permissions() -> None:
    Group.objects.all().delete()
    Permission.objects.filter(codename="review_clinical").delete()

    call_command("migrate", verbosity=0)

    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}
    assert Group.objects.get(name="Medical reviewer").permissions.filter(codename="review_clinical").exists()


@pytest.mark.django_db
def test_migrating_some_of_the_tables_makes_no_groups_yet() -> None:
    Group.objects.all().delete()

    sync_after_migrate(apps.get_app_config("healthkb"), apps=Apps())

    assert not Group.objects.exists()


@pytest.mark.django_db
def test_sync_takes_back_what_was_added_by_hand() -> None:
    author = Group.objects.get(name="Author")
    author.permissions.add(Permission.objects.get(codename="publish_document"))
    assert sync_roles() == ["Author"]
    assert not author.permissions.filter(codename="publish_document").exists()
    assert sync_roles() == []


@pytest.mark.django_db
def test_sync_gives_what_there_is_while_a_permission_has_not_been_made_yet() -> None:
    Permission.objects.filter(codename="review_clinical").delete()
    assert sync_roles() == []


@pytest.mark.django_db
def test_sync_roles_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sync_roles")
    assert capsys.readouterr().out == "All roles were up to date.\n"


def test_no_role_writes_what_the_system_records() -> None:
    records = ("change", "edit", "published", "review", "reviewrequest", "requestedversion", "version")
    allowed = {name for role in ROLES for name in permissions_of(role)}
    assert [n for n in allowed for r in records if n in (f"articles.add_{r}", f"articles.change_{r}")] == []
    assert [n for n in allowed for r in records if n == f"articles.delete_{r}"] == []


def test_no_role_deletes_a_document_or_another_thing_that_stands_alone() -> None:
    rows = {model._meta.label_lower for model in content_models() if is_row_of_something(model)}
    deletable = {name for role in ROLES for name in permissions_of(role) if ".delete_" in name}
    assert {name.replace("delete_", "") for name in deletable} <= rows
    assert "articles.delete_article" not in deletable
    assert "articles.delete_cause" not in deletable


EVERYBODY = {role.key for role in ROLES}
WRITERS = {"author", "editor", "expert"}


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        ("articles.view_auditentry", {"administrator"}),
        ("articles.view_version", EVERYBODY),
        ("articles.view_article", EVERYBODY),
        ("articles.add_article", WRITERS),
        ("articles.change_article", WRITERS),
        ("articles.delete_section", WRITERS),
        ("triage.change_protocol", WRITERS),
        ("triage.delete_rule", WRITERS),
        ("healthkb.change_user", {"administrator"}),
        ("healthkb.change_webhookendpoint", {"administrator"}),
        ("healthkb.view_webhookdelivery", {"administrator"}),
        ("healthkb.change_apikey", {"administrator"}),
        ("questions.view_helpfulness", EVERYBODY),
        ("questions.view_problemreport", WRITERS | {"administrator"}),
        ("questions.change_expert", {"editor", "administrator"}),
        ("articles.add_auditentry", set()),
        ("articles.change_version", set()),
        ("articles.delete_reference", set()),
    ],
)
def test_who_holds_a_permission(permission: str, holders: set[str]) -> None:
    assert {role.key for role in ROLES if permission in permissions_of(role)} == holders


def test_only_the_publisher_publishes() -> None:
    publishes = {role.key for role in ROLES if "articles.publish_document" in permissions_of(role)}
    assert publishes == {"publisher"}
