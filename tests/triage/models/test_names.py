"""What was named anew has its new name in every base, those made before included."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection

from triage.sheets.questions import QUESTION_SHEETS

pytestmark = pytest.mark.django_db
MIGRATION = import_module("triage.migrations.0006_names_that_tell_apart")


def named() -> set[str]:
    codes = [f"{verb}_{model}" for model in ("finding", "remedychoice") for verb in ("add", "view")]
    return set(
        Permission.objects.filter(content_type__app_label="triage", codename__in=codes).values_list("name", flat=True)
    )


def test_permissions_are_renamed_forward_and_back() -> None:
    new = {"Can add triage question", "Can view triage question", "Can add triage remedy", "Can view triage remedy"}
    editor = SimpleNamespace(connection=connection)
    assert named() == new
    MIGRATION.back(apps, editor)
    assert named() == {"Can add question", "Can view question", "Can add remedy", "Can view remedy"}
    MIGRATION.forward(apps, editor)
    assert named() == new


def test_workbooks_that_people_have_can_still_be_read() -> None:
    assert [(sheet.title, sheet().headings[:4]) for sheet in QUESTION_SHEETS] == [
        ("Triage questions", ["protocol", "language", "code", "position"]),
        ("Triage options", ["protocol", "language", "question", "code"]),
        ("Triage thresholds", ["protocol", "language", "question", "code"]),
    ]
