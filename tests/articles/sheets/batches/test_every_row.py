"""A row that cannot be saved, whichever it is: what the page says, what is in the base and what the log has agree.

``LONG_TESTS=1`` goes over every row of a file of 105, which is more than a page of a preview.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from articles.content.vocabulary import AuditAction
from articles.models import AuditEntry, Cause, Edit, ImportBatch, ImportState
from healthkb.models import User
from tests.articles.sheets.builders import make_importer, said, upload_now, workbook
from tests.articles.sheets.test_admin import signed_in, url
from tests.builders import edit, make_cause

ROWS = 105 if "LONG_TESTS" in os.environ else 3
HEADINGS = ["slug", "name", "description"]
FILE = [[f"row-{number}", f"Row {number}", f"Words {number}."] for number in range(ROWS)]


@contextmanager
def tried() -> Iterator[None]:
    """What is done within is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def facts() -> tuple[list[tuple[Any, ...]], int, int]:
    causes = Cause.objects.order_by("slug").values_list("slug", "title", "description", "edit_number")
    return list(causes), Edit.objects.count(), AuditEntry.objects.count()


@pytest.fixture
def by(db: None) -> User:
    return make_importer()


@pytest.fixture
def client(by: User) -> Client:
    return signed_in(by)


def confirmed(client: Client, batch: ImportBatch) -> str:
    page: str = client.post(url(batch, "confirm"), follow=True).content.decode()
    return page


def test_a_mistake_in_any_row_of_the_file_stops_all_rows(by: User, client: Client) -> None:
    before = facts()
    for number in range(ROWS):
        with tried():
            table = [HEADINGS, *FILE[:number], [FILE[number][0], "", "Words."], *FILE[number + 1 :]]
            batch = upload_now(workbook(Causes=table), by=by)
            page = confirmed(client, batch)
            assert "is saved" not in page
            assert "has problems to mend first" in page
            assert said(batch) == [f"Causes, row {number + 2}, name: A new row needs the name."]
            assert facts() == before


def taken_away(slug: str) -> None:
    Edit.objects.filter(document__slug=slug).delete()
    Cause.objects.filter(slug=slug).delete()


def changed(slug: str) -> None:
    edit(Cause.objects.get(slug=slug), description="Theirs.")


@pytest.mark.parametrize(
    ("happens", "words"), [(changed, "someone changed “description” in the meantime"), (taken_away, "in the meantime")]
)
def test_what_happens_to_any_row_after_the_preview_stops_all_rows(
    by: User, client: Client, happens: Callable[[str], None], words: str
) -> None:
    for slug, name, _ in FILE:
        make_cause(slug=slug, title=name, description="Old.", by=by)
    batch = upload_now(workbook(Causes=[HEADINGS, *FILE]), by=by)
    assert batch.counts["Causes"]["changed"] == ROWS
    for slug, _, _ in FILE:
        with tried():
            happens(slug)
            before = facts()
            page = confirmed(client, batch)
            assert "is saved" not in page
            assert f"Causes, {slug}, en" in page
            assert words in page
            assert facts() == before


def test_a_row_that_is_added_after_the_preview_stops_all_rows(by: User, client: Client) -> None:
    batch = upload_now(workbook(Causes=[HEADINGS, *FILE]), by=by)
    for slug, name, _ in FILE:
        with tried():
            make_cause(slug=slug, title=name)
            before = facts()
            page = confirmed(client, batch)
            assert ("is saved" in page, f"Causes, {slug}, en: this row was added in the meantime" in page) == (
                False,
                True,
            )
            assert facts() == before


def test_what_is_saved_is_as_many_rows_as_is_said_and_logged_once(by: User, client: Client) -> None:
    batch = upload_now(workbook(Causes=[HEADINGS, *FILE]), by=by)
    edits, entries = Edit.objects.count(), AuditEntry.objects.count()
    assert "The import is saved." in confirmed(client, batch)
    batch.refresh_from_db()
    counts = {"new": ROWS, "changed": 0, "unchanged": 0, "removed": 0, "conflicts": 0}
    assert (batch.state, batch.counts["Causes"]) == (ImportState.APPLIED, counts)
    assert list(Cause.objects.order_by("pk").values_list("slug", "title", "description")) == list(map(tuple, FILE))
    [entry] = AuditEntry.objects.filter(action=AuditAction.IMPORTED)
    assert json.loads(entry.details)["counts"]["Causes"] == counts
    assert (Edit.objects.count() - edits, AuditEntry.objects.count() - entries) == (ROWS, 1)
    somebody_else = signed_in(make_importer())
    before = facts()
    for again in (client, somebody_else):
        confirmed(again, batch)
        assert facts() == before
