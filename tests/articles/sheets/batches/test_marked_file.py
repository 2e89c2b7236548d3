"""The file of a blocked import with its problems marked: made when it is compared, and sent as it was made."""

import io
import zipfile
from email.message import Message
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import ImportBatch, ImportState
from articles.sheets.batches import has_marked_file, look_again, marked_file, pages, uploading, work_on_imports
from articles.sheets.files import read
from articles.sheets.files.read import read_file
from tests.articles.sheets.builders import make_importer, said, upload_now, workbook
from tests.builders import AT

pytestmark = pytest.mark.django_db
BAD = [["slug", "name", "serious"], ["a", "A", "maybe"]]


def text_files(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "slug,beyond\na,b\n")
    return target.getvalue()


def sheets(batch: ImportBatch) -> list[str]:
    return [sheet.name for sheet in read_file(b"".join(marked_file(batch)), "a.xlsx").sheets]


def test_the_worker_makes_it_and_nobody_else_reads_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGE_ROWS", 1)
    monkeypatch.setattr(pages, "PIECE", 1000)
    by = make_importer()
    client, batch = Client(), upload_now(workbook(Causes=BAD), by=by)
    client.force_login(by)
    address = reverse("admin:articles_importbatch_problems", args=[batch.uuid])
    assert client.get(address).status_code == 404
    work_on_imports(now=lambda: AT)

    monkeypatch.setattr(read, "_run", None)
    answer: Any = client.get(address)
    data = b"".join(answer.streaming_content)
    monkeypatch.undo()
    assert answer["Content-Disposition"] == 'attachment; filename="base-problems.xlsx"'
    assert batch.pages.filter(part="marked").count() == -(-len(data) // 1000) > 1
    assert said(upload_now(data)) == said(batch) == ["Causes, row 2, serious: “maybe” is neither yes nor no."]


def test_the_name_of_what_was_uploaded_stays_the_name_of_a_file(client: Client) -> None:
    by = make_importer()
    client.force_login(by)
    for name in ('../../a"; filename="b.xlsx', "a\r\nSet-Cookie: a=b.xlsx", "ü\u202excod.exe;.xlsx", ".xlsx"):
        file = SimpleUploadedFile(name, workbook(Causes=BAD))
        client.post(reverse("admin:articles_importbatch_upload"), {"file": file})
        batch = ImportBatch.objects.latest("pk")
        answer: Any = client.get(reverse("admin:articles_importbatch_problems", args=[batch.uuid]))
        told = Message()
        told["Content-Disposition"] = answer["Content-Disposition"]
        found = told.get_filename() or ""
        assert (told.get_content_disposition(), found[-14:]) == ("attachment", "-problems.xlsx"), name
        assert not answer.cookies
        assert found.isprintable()
        assert not set(found) & set("/\\")


def test_there_is_none_where_nothing_has_to_be_mended_or_nothing_can_be_read() -> None:
    by = make_importer()
    good = upload_now(workbook(Causes=[["slug", "name"], ["a", "A"]]), by=by)
    torn = upload_now(workbook(Causes=BAD), by=by)
    assert [has_marked_file(each) for each in (good, torn)] == [False, True]
    torn.pieces.update(data=b"nothing of a file")
    look_again(batch=torn)
    assert (torn.state, has_marked_file(torn)) == (ImportState.BLOCKED, False)
    client = Client()
    client.force_login(by)
    page = client.get(reverse("admin:articles_importbatch_preview", args=[torn.uuid])).content.decode()
    assert ("See it" in page, "problems marked" in page) == (True, False)
    assert client.get(reverse("admin:articles_importbatch_problems", args=[torn.uuid])).status_code == 404


def test_names_that_no_workbook_may_have_are_written_otherwise() -> None:
    names = [
        "a[1]*?.csv",
        "'b'.csv",
        "Causes.csv",
        "more/causes.csv",
        "_Problems.csv",
        "x" * 30 + "'y.csv",
        "x" * 40 + ".csv",
    ]
    batch = upload_now(text_files(*names), "a.zip")
    plain, long = ["a_1___", "b", "Causes", "Causes-2", "_Problems-2"], ["x" * 30, "x" * 31]
    assert sheets(batch) == ["_problems", *plain, *long]
