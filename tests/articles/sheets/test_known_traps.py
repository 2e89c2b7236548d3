"""What the stock way of importing gets wrong, each shown not to be so here."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Cause, Edit, Faq, ImportBatch, Remedy
from articles.sheets.batches import ImportRefused, confirm
from articles.sheets.columns import Sheet, all_sheets
from healthkb.models import User
from tests.builders import AT, make_cause, make_faq, make_remedy, make_user

from .builders import csv_text, exported, import_now, make_importer, said, upload_now, without_revisions, workbook


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# A staff user without permissions can import and export.


@contextmanager
def lacking(user: User, sheet: Sheet, *verbs: str) -> Iterator[User]:
    """The account, with every right but these."""
    model = sheet.owner_model or sheet.model
    names = [f"{verb}_{model._meta.model_name}" for verb in verbs]
    taken = list(user.user_permissions.filter(codename__in=names))
    user.user_permissions.remove(*taken)
    yield User.objects.get(pk=user.pk)
    user.user_permissions.add(*taken)


@pytest.fixture
def all_but_one(db: None) -> User:
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=["articles", "triage"]))
    return user


def test_no_sheet_is_exported_by_a_forged_request(all_but_one: User) -> None:
    for sheet in all_sheets():
        with lacking(all_but_one, sheet, "view") as forger:
            client = signed_in(forger)
            asked = {"format": "csv", "sheets": sheet.title}
            assert client.get(reverse("admin:articles_importbatch_export"), asked).status_code == 422
            template = client.get(reverse("admin:articles_importbatch_template"), {"sheet": sheet.title})
            assert template.status_code == 403


def test_no_sheet_is_imported_by_a_forged_request(all_but_one: User) -> None:
    """A preview is ready, and an account with every right but those for its sheet asks to save it."""
    batch = upload_now(workbook(Causes=[["slug", "name"]]))
    counts = {"new": 1, "changed": 1, "unchanged": 0, "removed": 0, "conflicts": 0}
    for sheet in all_sheets():
        with lacking(all_but_one, sheet, "add", "change") as forger:
            ImportBatch.objects.filter(pk=batch.pk).update(counts={sheet.title: counts}, uploaded_by=forger)
            with pytest.raises(ImportRefused, match=f"may not import {sheet.title}"):
                confirm(batch=batch, by=forger, at=AT)
            if sheet.title == "Causes":
                url = reverse("admin:articles_importbatch_confirm", args=[batch.uuid])
                page = signed_in(forger).post(url, follow=True).content.decode()
                assert "may not import Causes" in page
    batch.refresh_from_db()
    assert batch.state == "ready"


def test_a_file_that_waits_is_seen_by_those_only_who_may_see_all_of_it(db: None) -> None:
    batch = upload_now(workbook(Causes=[["slug", "name"], ["secret", "Secret"]]))
    ImportBatch.objects.filter(pk=batch.pk).update(state="waiting", counts={})
    client = signed_in(make_user("articles.change_remedy", "articles.view_remedy", is_staff=True))
    for step in ("preview", "problems", "columns"):
        assert client.get(reverse(f"admin:articles_importbatch_{step}", args=[batch.uuid])).status_code == 403


# Confirm reports success after a rollback, or silently drops a row that became invalid.


def test_confirming_never_says_saved_when_nothing_was(db: None) -> None:
    make_remedy(slug="rest")
    by = make_importer()
    rows = [["slug", "name", "remedies"], ["a", "A", "rest"], ["b", "B", ""]]
    batch = upload_now(workbook(Causes=rows), by=by)
    Edit.objects.all().delete()
    Remedy.objects.all().delete()
    url = reverse("admin:articles_importbatch_confirm", args=[batch.uuid])
    page = signed_in(by).post(url, follow=True).content.decode()
    assert ("is saved" in page, "was taken away in the meantime" in page, Cause.objects.count()) == (False, True, 0)
    batch.refresh_from_db()
    assert said(batch) == ["Causes, row 2, remedies: There is no “rest” in the language “en”."]


# Confirm takes a guessed temporary name.


def test_a_preview_is_found_by_an_identifier_that_nobody_guesses(db: None) -> None:
    by = make_importer()
    batch = upload_now(workbook(Causes=[["slug", "name"], ["a", "A"]]), by=by)
    client = signed_in(by)
    for guess in (batch.pk, batch.name, batch.sha256, "00000000-0000-4000-8000-000000000000"):
        client.post(f"/admin/articles/importbatch/{guess}/confirm/")
    batch.refresh_from_db()
    assert (batch.state, batch.uuid.version, Cause.objects.count()) == ("ready", 4, 0)


# Preview takes write locks.


def test_a_preview_only_reads_what_it_compares_with(db: None) -> None:
    make_cause(slug="a", title="A")
    data = workbook(Causes=[["slug", "name", "_action"], ["a", "Other", ""], ["b", "B", ""]])
    by = make_importer()
    with CaptureQueriesContext(connection) as queries:
        upload_now(data, by=by)
    reads = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE")  # PostgreSQL declares the cursor of a large SELECT
    writes = [query["sql"] for query in queries if not query["sql"].startswith(reads)]
    assert writes
    assert {re.findall(r'"(\w+)"', sql)[0] for sql in writes} == {
        "articles_importbatch",
        "articles_importpage",
        "articles_importpiece",
    }
    assert not any("FOR UPDATE" in query["sql"] for query in queries)


# XLSX round trip fails on blank text; text that starts with = becomes a live formula and returns as nothing;
# long cells are cut silently.


@pytest.mark.parametrize("text", ["", "=1+1", "=cmd|' /C calc'!A0", "x" * 20_000, "😀" * 20_000, " blank "])
def test_texts_go_out_and_in_again(db: None, text: str) -> None:
    make_faq(slug="a", answer=text)
    data = exported("FAQs")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())
    assert upload_now(data).counts["FAQs"]["unchanged"] == 1
    Edit.objects.all().delete()
    Faq.objects.all().delete()
    import_now(without_revisions(data))
    assert Faq.objects.get().answer == text


# Unknown many-to-many slugs are dropped; of duplicate slugs the last one wins.


def test_unknown_and_repeated_slugs_block(db: None) -> None:
    rows = [["slug", "name", "remedies"], ["a", "A", "nothing"], ["b", "B", ""], ["b", "B2", ""]]
    assert said(upload_now(csv_text(rows), "Causes.csv")) == [
        "Causes, row 4: Row 3 has the same slug and language. Keep one of the two.",
        "Causes, row 2, remedies: There is no “nothing” in the language “en”.",
    ]


# Only the active sheet is read.


def test_every_sheet_is_imported(db: None) -> None:
    batch = import_now(workbook(Causes=[["slug", "name"], ["a", "A"]], FAQs=[["slug", "question"], ["q", "Q?"]]))
    assert {title: each["new"] for title, each in batch.counts.items()} == {"Causes": 1, "FAQs": 1}


# Two megabytes of preview for a thousand rows.


def test_the_preview_of_many_long_rows_is_a_small_page(db: None) -> None:
    by = make_importer()
    rows = [[f"c{number}", f"Cause {number}", "Words. " * 30] for number in range(1000)]
    send: Any = signed_in(by)
    file = SimpleUploadedFile("x.xlsx", workbook(Causes=[["slug", "name", "description"], *rows]))
    page = send.post(reverse("admin:articles_importbatch_upload"), {"file": file}, follow=True).content
    assert len(page) < 200_000
    assert page.count(b'scope="rowgroup"') == 100
