"""A batch from upload to undo: what is written when, by whom, and what happens when it is asked for twice."""

from typing import Any

import pytest

from articles.content.vocabulary import ChangeKind
from articles.models import (
    Article,
    Cause,
    Document,
    Edit,
    ImportBatch,
    ImportPage,
    ImportPiece,
    ImportState,
    ReviewRequest,
    Section,
    Version,
)
from articles.publishing import Refused
from articles.sheets.batches import (
    ImportRefused,
    ask_to_confirm,
    cancel,
    confirm,
    live_documents_touched,
    submit_batch,
    undo,
    work_on_imports,
)
from articles.sheets.columns import all_sheets
from articles.sheets.files import limits
from tests.articles.sheets.builders import exported, import_now, make_importer, said, upload_now, workbook
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_clinician,
    make_user,
    publish_now,
    shared_reference,
    submit_now,
)

ROWS = [["slug", "name", "description"], ["a", "A", "One."], ["b", "B", "Two."]]
SOURCED = [[*ROWS[0], "references"], [*ROWS[1], "shared-source"], [*ROWS[2], "shared-source"]]
CONTENT = (Document, Cause, Edit, Version)


def content() -> list[int]:
    return [model._base_manager.count() for model in CONTENT]


def everything() -> dict[str, list[list[str]]]:
    return {sheet.title: [row.texts for row in sheet.rows()] for sheet in all_sheets()}


def test_a_preview_writes_no_content(db: None, django_assert_max_num_queries: object) -> None:
    make_cause(slug="a")
    before = content()
    batch = upload_now(workbook(Causes=ROWS))
    assert content() == before
    assert (batch.state, batch.counts["Causes"]) == (
        ImportState.READY,
        {"new": 1, "changed": 1, "unchanged": 0, "removed": 0, "conflicts": 0},
    )


def test_the_number_of_queries_does_not_depend_on_the_rows(db: None) -> None:
    counts = []
    for start, number in ((0, 1), (1, 3), (4, 200)):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        rows = [["slug", "name"], *([f"c{start + each}", "C"] for each in range(number))]
        batch = upload_now(workbook(Causes=rows), by=make_importer())
        with CaptureQueriesContext(connection) as queries:
            confirm(batch=batch, by=batch.uploaded_by, at=AT)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 25


def test_confirming_twice_writes_once(db: None) -> None:
    batch = import_now(workbook(Causes=ROWS))
    before = content()
    assert confirm(batch=batch, by=make_importer(), at=after(1)).rows == {}
    assert content() == before
    batch.refresh_from_db()
    assert (batch.state, batch.applied_at, batch.pieces.count()) == (ImportState.APPLIED, AT, 0)


def test_the_same_file_is_the_same_batch_until_it_is_saved(db: None) -> None:
    by, data = make_importer(), workbook(Causes=ROWS)
    first = upload_now(data, by=by)
    assert upload_now(data, by=by).pk == first.pk
    assert upload_now(data, by=make_importer()).pk != first.pk
    confirm(batch=first, by=by, at=AT)
    assert upload_now(data, by=by).pk != first.pk


def test_what_changed_after_the_preview_is_never_overwritten(db: None) -> None:
    cause = make_cause(slug="a", title="A", description="Old.")
    batch = upload_now(workbook(Causes=ROWS))
    edit(cause, description="Theirs.")
    before = everything()
    with pytest.raises(ImportRefused, match="Causes, a, en: someone changed “description” in the meantime"):
        confirm(batch=batch, by=batch.uploaded_by, at=AT)
    assert everything() == before


def test_a_row_added_after_the_preview_stops_the_import(db: None) -> None:
    batch = upload_now(workbook(Causes=ROWS))
    make_cause(slug="b")
    with pytest.raises(ImportRefused, match="Causes, b, en: this row was added in the meantime"):
        confirm(batch=batch, by=batch.uploaded_by, at=AT)
    assert list(Cause.objects.values_list("slug", flat=True)) == ["b"]


@pytest.mark.parametrize("bad", [1, 2, 3])
def test_one_bad_row_anywhere_stops_them_all(db: None, bad: int) -> None:
    rows = [["slug", "name"], ["a", "A"], ["b", "B"], ["c", "C"]]
    rows[bad][1] = ""
    batch = upload_now(workbook(Causes=rows))
    assert (batch.state, said(batch)) == (
        ImportState.BLOCKED,
        [f"Causes, row {bad + 1}, name: A new row needs the name."],
    )
    with pytest.raises(ImportRefused, match="has problems to mend first"):
        confirm(batch=batch, by=batch.uploaded_by, at=AT)
    assert content() == [0, 0, 0, 0]


def test_conflicts_must_be_decided(db: None) -> None:
    from tests.articles.sheets.builders import edited

    cause = make_cause(slug="a", description="Old.")
    data = edited(exported("Causes"), "Causes", 1, "description", "Mine.")
    edit(cause, description="Theirs.")
    batch = upload_now(data)
    with pytest.raises(ImportRefused, match="Say for those what is to be kept"):
        confirm(batch=batch, by=batch.uploaded_by, at=AT)


def test_undo_puts_every_cell_back(db: None) -> None:
    cause = make_cause(slug="a", title="Was A", description="Old.", synonyms=["x"])
    article = make_article(slug="leg", causes=[cause], sections=2)
    before = everything()
    batch = import_now(
        workbook(
            Causes=[["slug", "name", "synonyms"], ["a", "", "y"], ["new", "New", ""]],
            Articles=[["slug", "title"], ["arm", "Arm"], ["leg", "Leg"]],
            Sections=[
                ["article", "slug", "heading", "what it is about", "_action"],
                ["arm", "one", "One", "Overview", ""],
                ["leg", "part-1", "", "", "remove"],
            ],
            Article_causes=[["article", "cause", "_action"], ["leg", "new", "replace"], ["arm", "a", ""]],
        )
    )
    assert everything() != before
    undo(batch=batch, by=make_importer(), at=after(5))
    assert everything() == before
    batch.refresh_from_db()
    article.refresh_from_db()
    assert (batch.state, batch.undone_at, article.updated_at) == (ImportState.UNDONE, after(5), after(5))


def test_undo_twice_is_once(db: None) -> None:
    batch = import_now(workbook(Causes=ROWS))
    undo(batch=batch, by=make_importer(), at=AT)
    make_cause(slug="a")
    assert undo(batch=batch, by=make_importer(), at=AT).rows == {}
    assert Cause.objects.count() == 1


def test_undo_of_an_archive_brings_the_page_back_with_its_parts(db: None) -> None:
    make_article(slug="leg", sections=2)
    before = everything()
    batch = import_now(workbook(Articles=[["slug", "_action"], ["leg", "archive"]]))
    assert (Article.objects.count(), Section.objects.count()) == (0, 0)
    undo(batch=batch, by=make_importer(), at=after(1))
    assert everything() == before


def test_who_wrote_a_page_stays_its_author_when_it_is_taken_away_and_brought_back(db: None) -> None:
    """Else whoever takes the import back would be its only author, and the one who wrote it could approve it."""
    ann, bob, cleo = make_clinician(), make_importer(), make_importer()
    cause = make_cause(slug="a")
    edit(cause, by=ann, at=AT, description="Ann wrote this.")
    before = list(cause.edits.values_list("edit_number", "by", "at"))
    batch = import_now(workbook(Causes=[["slug", "_action"], ["a", "archive"]]), by=bob)
    assert not Cause.objects.exists()

    undo(batch=batch, by=cleo, at=after(1))

    back = Cause.objects.get()
    assert list(back.edits.values_list("edit_number", "by", "at")) == [*before, (before[-1][0] + 1, cleo.pk, after(1))]
    assert (back.edit_number, back.updated_by, back.created_at) == (before[-1][0] + 1, cleo, before[0][2])
    with pytest.raises(Refused, match="wrote"):
        approve_now(submit_now(back, at=after(2)), by=ann, at=after(3))


def test_undo_never_takes_away_later_work(db: None) -> None:
    cause = make_cause(slug="a", title="A")
    batch = import_now(workbook(Causes=ROWS))
    cause.refresh_from_db()
    edit(cause, description="Written later.")
    with pytest.raises(ImportRefused, match=r"cannot be taken back as a whole\. Causes, a, en: someone changed “desc"):
        undo(batch=batch, by=make_importer(), at=AT)


def test_undo_leaves_pages_that_were_submitted(db: None) -> None:
    shared_reference()
    batch = import_now(workbook(Causes=SOURCED))
    submit_now(Cause.objects.get(slug="b"))
    with pytest.raises(ImportRefused, match="submitted for review, so it stays"):
        undo(batch=batch, by=make_importer(), at=AT)
    assert Cause.objects.count() == 2


def test_undo_leaves_pages_that_got_new_parts(db: None) -> None:
    batch = import_now(workbook(Articles=[["slug", "title"], ["leg", "Leg"]]))
    Section.objects.create(article=Article.objects.get(), slug="x", aspect="overview", heading="Later")
    with pytest.raises(ImportRefused, match="Someone has since added rows to it"):
        undo(batch=batch, by=make_importer(), at=AT)


def test_nothing_goes_live_by_import_until_it_is_reviewed(db: None) -> None:
    cause = make_cause(slug="a", title="A")
    article = make_article(slug="leg", causes=[cause])
    publish_now(article)
    by = make_importer()
    batch = import_now(workbook(Causes=SOURCED), by=by)
    live = article.published.get()
    assert b"One." not in bytes(live.body)
    touched = live_documents_touched(batch, at=after(1))
    assert [(page.kind, page.slug) for page in touched] == [("article", "leg"), ("cause", "a")]
    request = submit_batch(batch=batch, change_kind=ChangeKind.MAJOR, change_note="By spreadsheet.", by=by, at=after(1))
    assert {version.document.slug for version in request.versions.all()} == {"a", "b"}
    assert ReviewRequest.objects.filter(closed_as="").count() == 1


def test_rights_are_asked_for_again_when_saving(db: None) -> None:
    batch = upload_now(workbook(Causes=ROWS))
    with pytest.raises(ImportRefused, match="may not import Causes"):
        confirm(batch=batch, by=make_user("articles.change_remedy"), at=AT)
    with pytest.raises(ImportRefused, match="may not import anything"):
        upload_now(workbook(Causes=ROWS), by=make_user())


def test_a_cancelled_batch_keeps_nothing_and_is_not_saved(db: None) -> None:
    batch = upload_now(workbook(Causes=ROWS))
    cancel(batch=batch)
    assert (ImportPage.objects.count(), ImportPiece.objects.count()) == (0, 0)
    with pytest.raises(ImportRefused, match="cancelled"):
        confirm(batch=batch, by=batch.uploaded_by, at=AT)
    done = import_now(workbook(Causes=ROWS))
    with pytest.raises(ImportRefused, match="Take it back instead"):
        cancel(batch=done)


def test_a_large_file_waits_for_the_worker(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from articles.sheets.batches import uploading

    monkeypatch.setattr(uploading, "LARGE_ROWS", 2)
    batch = upload_now(workbook(Causes=ROWS))
    assert (batch.state, batch.pages.count()) == (ImportState.WAITING, 0)
    assert work_on_imports(now=lambda: AT) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.progress, batch.rows) == (ImportState.READY, 3, 3)
    ask_to_confirm(batch=batch, by_id=batch.uploaded_by_id)
    assert (batch.state, Cause.objects.count()) == (ImportState.CONFIRMED, 0)
    assert work_on_imports(now=lambda: AT) == 1
    assert work_on_imports(now=lambda: AT) == 0
    batch.refresh_from_db()
    assert (batch.state, Cause.objects.count()) == (ImportState.APPLIED, 2)


def test_a_batch_that_is_cancelled_while_it_is_read_stays_cancelled(db: None) -> None:
    def cancel_it(seen: int, total: int) -> None:
        cancel(batch=ImportBatch.objects.get())

    batch = upload_now(workbook(Causes=ROWS), watch=cancel_it)
    assert (batch.state, ImportPage.objects.count(), batch.pieces.count()) == (ImportState.CANCELLED, 0, 0)


def test_a_half_made_preview_starts_afresh(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from articles.sheets.batches import uploading

    monkeypatch.setattr(uploading, "LARGE_ROWS", 2)
    batch = upload_now(workbook(Causes=ROWS))
    ImportPage.objects.create(batch=batch, part="changes", number=1, count=0, data=b"half")
    work_on_imports(now=lambda: AT)
    batch.refresh_from_db()
    assert (batch.state, batch.pages.filter(part="changes").count()) == (ImportState.READY, 1)


def test_a_confirmed_batch_that_went_stale_goes_back_to_its_preview(db: None) -> None:
    batch = upload_now(workbook(Causes=ROWS))
    ask_to_confirm(batch=batch, by_id=batch.uploaded_by_id)
    make_cause(slug="b", title="Theirs")
    work_on_imports(now=lambda: AT)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["Causes"]["changed"]) == (ImportState.READY, 1)
    assert batch.message == "Causes, b, en: this row was added in the meantime. Look at the preview again."


def test_limits_leave_room_for_a_whole_base() -> None:
    assert limits.MAX_ROWS >= 50_000


def test_the_number_of_queries_of_undo_and_submit_does_not_depend_on_the_rows(
    db: None, django_assert_max_num_queries: Any
) -> None:
    shared_reference()
    rows = [["slug", "question", "answer", "references"]]
    rows += [[f"q{number}", f"What is {number}?", "Words.", "shared-source"] for number in range(60)]
    batch = import_now(workbook(FAQs=rows))
    with django_assert_max_num_queries(75):
        submit_batch(batch=batch, change_kind=ChangeKind.MAJOR, change_note="New.", by=batch.uploaded_by, at=after(1))
    batch = import_now(workbook(FAQs=[rows[0], *([f"r{slug}", *rest] for slug, *rest in rows[1:])]))
    with django_assert_max_num_queries(75):
        undo(batch=batch, by=batch.uploaded_by, at=after(2))
    assert Document.objects.count() == 60
