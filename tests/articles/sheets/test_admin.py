"""Imports and exports through the admin, by forged requests too."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Cause, ImportBatch, ImportState, ReviewRequest
from articles.sheets.batches import ask_to_confirm
from articles.sheets.batches.progress import note_saved
from articles.sheets.columns import sheet_titled
from articles.sheets.files.read import read_file
from healthkb.models import User
from tests.articles.sheets.builders import edited, exported, make_importer, said, upload_now, workbook
from tests.builders import edit, make_cause, make_user, shared_reference

ROWS = [["slug", "name", "description"], ["a", "A", "<script>x</script>"], ["b", "B", "Two."]]
UPLOAD = "admin:articles_importbatch_upload"
EXPORT = "admin:articles_importbatch_export"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff(*permissions: str) -> User:
    return make_user(*permissions, is_staff=True)


def send(client: Client, data: bytes, name: str = "x.xlsx", **values: Any) -> Any:
    return client.post(reverse(UPLOAD), {"file": SimpleUploadedFile(name, data), **values})


def url(batch: ImportBatch, step: str = "preview") -> str:
    return reverse(f"admin:articles_importbatch_{step}", args=[batch.uuid])


def test_from_upload_to_undo(db: None) -> None:
    by = make_importer()
    client = signed_in(by)
    answer = send(client, workbook(Causes=ROWS), note="From the partner.")
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer.url, Cause.objects.count()) == (302, url(batch), 0)
    page = client.get(answer.url).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    client.post(url(batch, "confirm"))
    assert list(Cause.objects.order_by("slug").values_list("slug", "created_by")) == [("a", by.pk), ("b", by.pk)]
    client.post(url(batch, "undo"))
    batch.refresh_from_db()
    assert (batch.state, batch.note, Cause.objects.count()) == (ImportState.UNDONE, "From the partner.", 0)


def test_all_of_it_is_submitted_in_one_request(db: None) -> None:
    client, source = signed_in(make_importer()), shared_reference().slug
    heading = ["slug", "name", "description", "references"]
    send(client, workbook(Causes=[heading, ["a", "A", "One.", source], ["b", "B", "Two.", source]]))
    batch = ImportBatch.objects.get()
    client.post(url(batch, "confirm"))
    page = client.get(url(batch, "preview"))
    assert (
        page.context["submit_form"]["change_kind"].initial == "major"
    )  # nothing new goes round the clinicians unasked
    client.post(url(batch, "submit"), {"change_kind": "major", "change_note": "New causes."})
    request = ReviewRequest.objects.get()
    assert (request.change_note, request.versions.count()) == ("New causes.", 2)


def test_a_file_that_cannot_be_read_is_said_in_the_form(db: None) -> None:
    answer = send(signed_in(make_importer()), b"%PDF-1.7")
    assert answer.status_code == 422
    assert "This is a PDF, not a spreadsheet." in answer.content.decode()
    assert ImportBatch.objects.count() == 0


def test_problems_come_back_in_a_workbook_with_marked_cells(db: None) -> None:
    rows = [["slug", "name", "serious"], ["a", "A", "maybe"], ["", "", ""], ["c", "", "yes"]]
    client = signed_in(make_importer())
    send(client, workbook(Causes=rows))
    batch = ImportBatch.objects.get()
    answer: Any = client.get(reverse("admin:articles_importbatch_problems", args=[batch.uuid]))
    data = b"".join(answer.streaming_content)
    problems, causes = read_file(data, "x.xlsx").sheets
    assert [row for _, row in problems.rows()][1:] == [
        ["Causes", "2", "serious", "“maybe” is neither yes nor no."],
        ["Causes", "4", "name", "A new row needs the name."],
    ]
    assert list(causes.rows()) == [(1, rows[0]), (2, rows[1]), (4, rows[3])]
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        comments = "".join(archive.read(name).decode() for name in archive.namelist() if "comments" in name)
    assert ('ref="C2"' in comments, 'ref="B4"' in comments) == (True, True)
    assert said(upload_now(data)) == said(batch)


def test_the_preview_shows_all_three_texts_and_asks(db: None) -> None:
    cause = make_cause(slug="a", description="First.")
    data = edited(exported("Causes"), "Causes", 1, "description", "Mine.")
    edit(cause, description="Theirs.")
    client = signed_in(make_importer())
    send(client, data)
    batch = ImportBatch.objects.get()
    page = client.get(url(batch) + "?conflicts=1").content.decode()
    assert [text in page for text in ("First.", "Theirs.", "Mine.")] == [True, True, True]
    batch.pages.update(has_conflicts=False)
    assert "Mine." not in client.get(url(batch) + "?conflicts=1").content.decode()
    client.post(url(batch, "confirm"))
    cause.refresh_from_db()
    assert cause.description == "Theirs."
    client.post(url(batch, "confirm"), {"on_conflict": "overwrite"})
    cause.refresh_from_db()
    assert cause.description == "Mine."


def test_the_preview_is_cut_into_pages(db: None) -> None:
    client = signed_in(make_importer())
    send(client, workbook(Causes=[["slug", "name"], *([f"c{number}", "C"] for number in range(250))]))
    batch = ImportBatch.objects.get()
    sizes = [client.get(f"{url(batch)}?page={page}").content.count(b'scope="rowgroup"') for page in (1, 2, 3, 99, "x")]
    assert sizes == [100, 100, 50, 50, 100]
    for page in ("x", "0", "-1"):
        assert "Page 1 of 3" in client.get(f"{url(batch)}?page={page}").content.decode()


def test_a_stale_preview_is_made_anew(db: None) -> None:
    cause = make_cause(slug="a", description="Old.")
    client = signed_in(make_importer())
    send(client, workbook(Causes=ROWS))
    batch = ImportBatch.objects.get()
    edit(cause, description="Theirs.")
    page = client.post(url(batch, "confirm"), follow=True).content.decode()
    assert ("in the meantime" in page, "Theirs." in page) == (True, True)
    assert Cause.objects.count() == 1


@pytest.mark.parametrize("step", ["preview", "columns", "confirm", "again", "cancel", "undo", "submit", "problems"])
def test_staff_without_rights_reach_no_step(db: None, step: str) -> None:
    batch = upload_now(workbook(Causes=ROWS))
    client = signed_in(staff())
    assert client.get(url(batch, step)).status_code == 403
    assert client.post(url(batch, step)).status_code == 403
    batch.refresh_from_db()
    assert (batch.state, Cause.objects.count()) == (ImportState.READY, 0)


def test_a_file_of_somebody_else_is_shown_to_those_who_may_see_all_that_is_in_it(db: None) -> None:
    batch = upload_now(workbook(Causes=ROWS))
    causes = [f"articles.{verb}_cause" for verb in ("view", "change")]
    for rights, status in ((causes, 200), (["articles.view_cause"], 403), (["articles.change_cause"], 403)):
        assert signed_in(staff(*rights)).get(url(batch)).status_code == status
    both = upload_now(workbook(Causes=ROWS, Remedies=[["slug", "name"], ["r", "R"]]))
    assert signed_in(staff(*causes)).get(url(both)).status_code == 403
    ImportBatch.objects.update(counts={})  # as before it is compared: then it may hold anything
    assert signed_in(staff(*causes)).get(url(batch)).status_code == 403
    assert signed_in(batch.uploaded_by).get(url(batch)).status_code == 200


@pytest.mark.parametrize("step", ["confirm", "again", "cancel", "undo", "submit"])
def test_no_step_is_taken_by_a_link(db: None, step: str) -> None:
    by = make_importer()
    batch = upload_now(workbook(Causes=ROWS), by=by)
    assert signed_in(by).get(url(batch, step)).status_code == 405


def test_staff_without_rights_neither_import_nor_export(db: None) -> None:
    client = signed_in(staff())
    for name in (UPLOAD, EXPORT, "admin:articles_importbatch_template"):
        assert client.get(reverse(name)).status_code == 403
    assert send(client, workbook(Causes=ROWS)).status_code == 403
    assert ImportBatch.objects.count() == 0


def test_an_account_for_one_kind_imports_and_exports_that_kind(db: None) -> None:
    make_cause(slug="a")
    client = signed_in(staff("articles.view_cause", "articles.change_remedy"))
    got = client.get(reverse(EXPORT), {"format": "csv", "sheets": "Causes"})
    assert b'"a"' in b"".join(got.streaming_content)  # type: ignore[attr-defined]
    assert client.get(reverse(EXPORT), {"format": "csv", "sheets": "Articles"}).status_code == 422
    send(client, workbook(Causes=[["slug", "serious"], ["a", "yes"]]))
    batch = ImportBatch.objects.get()
    client.post(url(batch, "confirm"))
    assert not Cause.objects.get().serious


@pytest.mark.parametrize("format", ["xlsx", "zip"])
def test_what_is_downloaded_changes_nothing_when_it_is_uploaded(db: None, format: str) -> None:
    make_cause(slug="a", description="=1+1")
    client = signed_in(make_importer())
    got: Any = client.get(reverse(EXPORT), {"format": format})
    send(client, b"".join(got.streaming_content), f"base.{format}")
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts["Causes"]["unchanged"], batch.pages.filter(part="changes").count()) == (
        "ready",
        1,
        0,
    )


def test_the_template_can_be_imported_as_it_stands(db: None) -> None:
    client = signed_in(make_importer())
    got: Any = client.get(reverse("admin:articles_importbatch_template"))
    send(client, b"".join(got.streaming_content), "template.xlsx")
    batch = ImportBatch.objects.get()
    assert said(batch) == []
    client.post(url(batch, "confirm"))
    assert [cause.slug for cause in Cause.objects.all()] == ["example-cause"]


def test_the_preview_says_how_many_problems_and_notes_there_are(db: None) -> None:
    by = make_importer()
    client, mistakes = signed_in(by), [["slug", "name", "serious"], ["a", "A", "perhaps"], ["b", "B", "often"]]
    for rows, shown in ((mistakes, "Problems and notes (2)</a>"), (ROWS, "Problems and notes</a>")):
        batch = upload_now(workbook(Causes=rows), by=by)
        assert shown in client.get(url(batch)).content.decode()


def test_a_large_file_shows_its_progress(db: None) -> None:
    by = make_importer()
    batch = upload_now(workbook(Causes=ROWS), by=by)
    ImportBatch.objects.update(state=ImportState.WAITING, progress=1, rows=3)
    page = signed_in(by).get(url(batch)).content.decode()
    assert '1 of 3 rows compared <progress max="3" value="1">' in page


def test_a_large_file_shows_how_far_its_save_is(db: None) -> None:
    by = make_importer()
    batch = upload_now(workbook(Causes=ROWS), by=by)
    ask_to_confirm(batch=batch, by_id=by.pk)
    page = signed_in(by).get(url(batch)).content.decode()
    assert "It begins in a moment <progress></progress>" in page
    note_saved(batch, 1_000, 4_000)
    page = signed_in(by).get(url(batch)).content.decode()
    assert '1,000 of 4,000 rows saved <progress max="4000" value="1000">' in page


def test_the_list_leads_to_each_preview(db: None) -> None:
    by = make_importer()
    batch = upload_now(workbook(Causes=ROWS), by=by)
    client = signed_in(by)
    assert client.get(reverse("admin:articles_importbatch_changelist")).status_code == 200
    assert client.get(reverse("admin:articles_importbatch_change", args=[batch.pk])).headers["Location"] == url(batch)


def test_each_list_has_the_buttons_that_the_account_may_use(db: None) -> None:
    upload, export = "/upload/?sheet=Causes", "?format=csv&amp;sheets=Causes"
    found = {}
    for permission in ("view", "change"):
        client = signed_in(staff("articles.view_cause", f"articles.{permission}_cause"))
        page = client.get(reverse("admin:articles_cause_changelist")).content.decode()
        found[permission] = (upload in page, export in page)
    assert found == {"view": (False, True), "change": (True, True)}


def test_the_columns_of_a_strange_file_are_matched_on_a_page(db: None) -> None:
    client = signed_in(make_importer())
    table = [["Question", "Reply"], ["What is a cramp?", "A tight muscle."], ["<b>?", "x"]]
    send(client, workbook(Sheet1=table))
    batch = ImportBatch.objects.get()
    columns = url(batch, "columns")
    assert columns in client.get(url(batch)).content.decode()
    page = client.get(columns).content.decode()
    assert ("&lt;b&gt;?" in page, "<b>?" in page) == (True, False)
    headings = [column.heading for column in sheet_titled("FAQs").columns]
    chosen = {"slug": "Question", "question": "Question", "answer": "Reply"}
    for heading, theirs in chosen.items():
        assert f'<option value="{theirs}" selected>' in page.split(f'name="from-{headings.index(heading)}"')[1][:400]
    data = {f"from-{headings.index(heading)}": theirs for heading, theirs in chosen.items()}
    there = f"{columns}?source=Sheet1&to=FAQs"
    client.post(there, {**data, "repeats": "stop"})
    batch.refresh_from_db()
    assert (batch.state, batch.counts["FAQs"]["new"]) == (ImportState.READY, 2)
    missing = client.post(there, {"repeats": "stop"})
    assert "Choose a column for “slug”." in missing.content.decode()
