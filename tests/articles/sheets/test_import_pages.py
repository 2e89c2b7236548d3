"""The page of one import: what it offers where the import stands, and to whom."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from articles.models import ImportBatch, ImportState
from tests.articles.sheets.builders import make_importer, upload_now, workbook
from tests.builders import make_article, make_cause, make_user, publish_now

from .test_admin import ROWS, signed_in, staff, url


def test_an_import_has_the_buttons_of_where_it_stands(db: None) -> None:
    """Once it is saved it is neither cancelled nor matched with our columns any more."""
    by = make_importer()
    batch, client = upload_now(workbook(Causes=ROWS), by=by), signed_in(by)

    def buttons() -> list[str]:
        page = client.get(url(batch)).content.decode()
        return [step for step in ("columns", "confirm", "cancel", "undo") if url(batch, step) in page]

    assert buttons() == ["confirm", "cancel"]
    client.post(url(batch, "confirm"))
    assert buttons() == ["undo"]
    refused = client.get(url(batch, "columns"), follow=True)
    assert refused.redirect_chain == [(url(batch), 302)]
    assert "The columns of this file cannot be matched now." in refused.content.decode()


@pytest.mark.parametrize(("rows", "is_offered"), [([["Name"], ["A"]], True), ([["slug", "name"], ["a b", "A"]], False)])
def test_columns_are_matched_where_the_headings_are_not_ours(db: None, rows: Any, is_offered: bool) -> None:
    by = make_importer()
    batch = upload_now(workbook(Causes=rows), by=by)
    page = signed_in(by).get(url(batch)).content.decode()
    assert (batch.state, url(batch, "columns") in page) == (ImportState.BLOCKED, is_offered)


def test_a_blocked_import_begins_with_its_problems_and_another_with_its_changes(db: None) -> None:
    by = make_importer()
    client = signed_in(by)
    for rows, part, other in ((ROWS, "changes", "findings"), ([["slug", "name"], ["a b", "A"]], "findings", "changes")):
        batch = upload_now(workbook(Causes=rows), by=by)
        for asked, shown in (("", part), (f"?part={other}", other), (f"?part={part}", part)):
            assert f'<a href="?part={shown}" aria-current="page">' in client.get(url(batch) + asked).content.decode()
        found = client.get(f"{url(batch)}?part=findings").content.decode()
        assert found.count('<th scope="row">Problem</th>') == (part == "findings")


def test_live_pages_that_would_change_are_named_until_it_is_saved(db: None) -> None:
    publish_now(make_cause(slug="a", title="Salt"))
    by = make_importer()
    batch, client = upload_now(workbook(Causes=[["slug", "description"], ["a", "New words."]]), by=by), signed_in(by)
    assert "<li>cause: Salt</li>" in client.get(url(batch)).content.decode()
    client.post(url(batch, "confirm"))
    assert "Live pages that would change" not in client.get(url(batch)).content.decode()


@pytest.mark.parametrize("step", ["preview", "columns", "confirm", "again", "cancel", "undo", "submit", "problems"])
def test_an_import_that_is_not_there_is_not_found(db: None, step: str) -> None:
    there = reverse(f"admin:articles_importbatch_{step}", args=[uuid4()])
    assert signed_in(make_importer()).post(there).status_code == 404


def test_imports_stand_in_the_menu_of_those_who_may_import(db: None) -> None:
    there = f'href="{reverse("admin:articles_importbatch_changelist")}"'
    for person, is_there in ((make_importer(), True), (staff("articles.view_cause"), False)):
        assert (there in signed_in(person).get("/admin/articles/").content.decode()) == is_there


def test_an_import_is_neither_added_nor_deleted_by_the_forms_of_the_admin(db: None) -> None:
    batch = upload_now(workbook(Causes=ROWS))
    client = signed_in(make_user(is_staff=True, is_superuser=True))
    there = f"/admin/articles/importbatch/{batch.pk}"
    tried = [client.post("/admin/articles/importbatch/add/"), client.post(f"{there}/delete/", {"post": "yes"})]
    assert ([each.status_code for each in tried], ImportBatch.objects.count()) == ([403, 403], 1)
    assert client.get(f"{there}9/change/").status_code == 404


def test_an_import_that_is_being_submitted_says_so(db: None) -> None:
    by = make_importer()
    batch, client = upload_now(workbook(Causes=ROWS), by=by), signed_in(by)
    client.post(url(batch, "confirm"))
    ImportBatch.objects.update(state=ImportState.SUBMITTING)
    assert "Its pages are being put into one request <progress></progress>" in client.get(url(batch)).content.decode()


def test_what_would_be_taken_away_is_shown_as_it_is_now(db: None) -> None:
    make_article(slug="leg", sections=2)
    by = make_importer()
    batch = upload_now(workbook(Sections=[["article", "slug", "_action"], ["leg", "part-1", "remove"]]), by=by)
    assert "<del>Part 1</del>" in signed_in(by).get(url(batch)).content.decode()
