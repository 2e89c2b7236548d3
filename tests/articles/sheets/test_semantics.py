"""What an import does with each kind of cell. Every state is reached through real files."""

import datetime as dt
from random import Random
from string import ascii_letters
from typing import Any

import pytest

from articles.models import Article, Cause, CausePlacement, Document, Edit, Reference, Remedy, Section, Topic
from articles.publishing import status_of
from articles.sheets.batches import changes_on, confirm
from articles.sheets.files.problem import FileProblem
from tests.builders import (
    AT,
    after,
    edit,
    make_article,
    make_cause,
    make_red_flag,
    make_reference,
    make_remedy,
    make_user,
    shared_reference,
    submit_now,
)

from .builders import csv_text, edited, exported, import_now, make_importer, planned, said, upload_now, workbook


@pytest.fixture
def cause(db: None) -> Cause:
    made = make_cause(slug="cramp", title="Cramp", description="Old words.", serious=True, synonyms=["spasm"])
    made.remedies.add(make_remedy(slug="rest"))
    return made


def test_only_the_cells_that_are_filled_are_written(cause: Cause) -> None:
    by = make_importer()
    table = [["slug", "name", "description", "what to do"], ["cramp", "", "New words.", "Stretch."]]
    batch = import_now(workbook(Causes=table), by=by)
    cause.refresh_from_db()
    assert (cause.title, cause.description, cause.what_to_do) == ("Cramp", "New words.", "Stretch.")
    assert (cause.serious, cause.synonyms, [each.slug for each in cause.remedies.all()]) == (True, ["spasm"], ["rest"])
    assert (cause.updated_by, cause.updated_at, cause.edit_number) == (by, AT, 2)
    assert planned(batch) == [
        (
            *("Causes", "update", "cramp"),
            {"description": "Old words.", "what to do": ""},
            {"description": "New words.", "what to do": "Stretch."},
        )
    ]


def test_clear_empties_a_cell(cause: Cause) -> None:
    table = [["slug", "description", "serious", "synonyms", "remedies"], ["cramp", *["{clear}"] * 4]]
    import_now(workbook(Causes=table))
    cause.refresh_from_db()
    assert (cause.description, cause.serious, cause.synonyms, cause.remedies.count()) == ("", False, [], 0)


def test_what_must_be_filled_cannot_be_cleared(cause: Cause) -> None:
    batch = upload_now(workbook(Causes=[["slug", "name"], ["cramp", "{clear}"]]))
    assert said(batch) == ["Causes, row 2, name: The name cannot be empty, so it cannot be cleared."]


def test_a_new_row_is_a_draft_with_an_author(db: None) -> None:
    by = make_importer()
    import_now(workbook(Causes=[["slug", "name", "serious"], ["stitch", "A stitch", "yes"]]), by=by)
    made = Cause.objects.get(slug="stitch")
    assert (made.kind, made.locale, made.title, made.serious) == ("cause", "en", "A stitch", True)
    assert (made.created_by, made.created_at, made.edit_number, made.review_interval_months) == (by, AT, 1, 36)
    assert list(Edit.objects.filter(document=made).values_list("edit_number", "by", "at")) == [(1, by.pk, AT)]
    assert status_of(made, at=AT).state == "draft"


def test_a_new_row_needs_what_the_admin_needs(db: None) -> None:
    batch = upload_now(workbook(Red_flags=[["slug", "what to do"], ["weak", "Call 999."]]))
    assert said(batch) == ["Red flags, row 2, name: A new row needs the name."]


def test_sheets_of_one_file_name_each_others_new_rows(db: None) -> None:
    import_now(
        workbook(
            Article_causes=[
                ["article", "cause", "frequency"],
                ["leg-cramp", "salt", "Rare"],
                ["leg-cramp", "sport", "Common"],
            ],
            Articles=[["slug", "title", "topics"], ["leg-cramp", "Leg cramp", "leg"]],
            Causes=[["slug", "name", "remedies"], ["salt", "Little salt", "drink"], ["sport", "Sport", "drink"]],
            Remedies=[["slug", "name", "kind"], ["drink", "Drink water", "Self care"]],
            Topics=[
                ["slug", "name", "topic kind", "parent"],
                ["leg", "Leg", "Body area", "body"],
                ["body", "Body", "System", ""],
            ],
        )
    )
    article = Article.objects.get()
    assert [(row.cause.slug, row.position, row.frequency) for row in article.causes.all()] == [
        ("salt", 0, "rare"),
        ("sport", 1, "common"),
    ]
    assert {each.slug: [remedy.slug for remedy in each.remedies.all()] for each in Cause.objects.all()} == {
        "salt": ["drink"],
        "sport": ["drink"],
    }
    assert [(each.slug, each.parent and each.parent.slug) for each in Topic.objects.order_by("slug")] == [
        ("body", None),
        ("leg", "body"),
    ]
    assert [topic.slug for topic in article.topics.all()] == ["leg"]
    assert Remedy.objects.get().remedy_kind == "self_care"


def test_unknown_words_block_with_a_suggestion(cause: Cause) -> None:
    batch = upload_now(
        workbook(
            Cuases=[["slug"], ["x"]],
            Causes=[["slug", "descripton", "remedies", "serious"], ["cramp", "x", "rset", "maybe"]],
            Red_flags=[["slug", "name", "urgency"], ["weak", "Weak", "emergancy"]],
        )
    )
    assert said(batch) == [
        "Cuases: There is no sheet of this name. Did you mean “Causes”? "
        "To keep notes in a sheet, start its name with _.",
        "Causes, row 1, descripton: Column B: “descripton” is not a column of this sheet. Did you mean “description”?",
        "Red flags, row 2, urgency: “emergancy” is not in the list. Did you mean “Emergency”? "
        "Use: Emergency, Same day, Soon, Routine, Self care.",
        "Causes, row 2, serious: “maybe” is neither yes nor no.",
    ]
    batch = upload_now(workbook(Causes=[["slug", "remedies"], ["cramp", "rset"]]))
    assert said(batch) == ["Causes, row 2, remedies: There is no “rset” in the language “en”. Did you mean “rest”?"]
    batch = upload_now(workbook(Article_causes=[["article", "cause"], ["nothing", "cramp"]]))
    assert said(batch) == ["Article causes, row 2, article: There is no “nothing” in the language “en”."]


def test_the_same_key_twice_blocks(cause: Cause) -> None:
    batch = upload_now(workbook(Causes=[["slug", "serious"], ["cramp", "yes"], ["other", "no"], ["cramp", "no"]]))
    assert said(batch)[0] == "Causes, row 4: Row 2 has the same slug and language. Keep one of the two."


def test_headings_that_cannot_be_used_block(db: None) -> None:
    batch = upload_now(csv_text([["name", "Name"], ["a", "b"]]), "Causes.csv")
    assert said(batch) == [
        "Causes, row 1, Name: Two columns have this heading. Delete one of them.",
        "Causes, row 1, slug: The column “slug” is missing. It says which row is meant.",
    ]


def test_parts_are_added_and_left_unless_the_sheet_says_replace(db: None) -> None:
    causes = [make_cause(slug=slug) for slug in ("a", "b", "c")]
    article = make_article(slug="leg", causes=causes[:2])
    import_now(workbook(Article_causes=[["article", "cause"], ["leg", "c"]]))
    assert [(row.cause.slug, row.position) for row in article.causes.all()] == [("a", 0), ("b", 1), ("c", 2)]
    import_now(workbook(Article_causes=[["article", "cause", "note", "_action"], ["leg", "b", "Kept.", "replace"]]))
    assert [(row.cause.slug, row.note) for row in article.causes.all()] == [("b", "Kept.")]
    import_now(workbook(Article_causes=[["article", "cause", "_action"], ["leg", "", "replace"]]))
    assert article.causes.count() == 0
    assert Section.objects.filter(article=article).count() == 1


def test_parts_are_removed_one_by_one(db: None) -> None:
    article = make_article(slug="leg", sections=3)
    import_now(workbook(Sections=[["article", "slug", "_action"], ["leg", "part-1", "remove"]]))
    assert [section.slug for section in article.sections.all()] == ["part-0", "part-2"]


def test_archive_takes_away_a_draft_that_nobody_uses(cause: Cause) -> None:
    import_now(workbook(Causes=[["slug", "_action"], ["cramp", "archive"]]))
    assert list(Document.objects.values_list("slug", flat=True)) == ["rest"]


def test_archive_leaves_what_is_used_or_was_submitted(cause: Cause) -> None:
    make_article(causes=[make_cause(slug="used")], title="Legs")
    cause.references.add(shared_reference())
    edit(cause, serious=False)
    submit_now(cause)
    table = [["slug", "_action"], ["cramp", "archive"], ["used", "archive"]]
    batch = upload_now(workbook(Causes=table, Remedies=[["slug", "_action"], ["rest", "archive"]]))
    assert said(batch) == [
        "Remedies, row 2: This page has been submitted for review, so it stays. "
        "To take it down, withdraw it in the admin.",
        "Causes, row 2: This page has been submitted for review, so it stays. "
        "To take it down, withdraw it in the admin.",
        "Causes, row 3: It is still used by “Legs”. Take it out there first.",
    ]


def test_a_cell_changed_by_two_people_is_a_conflict_with_all_three_texts(cause: Cause) -> None:
    data = edited(edited(exported("Causes"), "Causes", 1, "description", "Mine."), "Causes", 1, "what to do", "New.")
    edit(cause, description="Theirs.", mechanism="Also theirs.")
    batch = upload_now(data)
    [page] = batch.pages.filter(part="changes")
    [change] = changes_on(page)
    assert [tuple(conflict) for conflict in change.conflicts] == [("description", "Old words.", "Theirs.", "Mine.")]
    assert change.after == {"what to do": "New."}
    assert page.has_conflicts


@pytest.mark.parametrize(("choice", "text"), [("keep", "Theirs."), ("overwrite", "Mine.")])
def test_a_conflict_is_decided_by_a_person(cause: Cause, choice: str, text: str) -> None:
    data = edited(exported("Causes"), "Causes", 1, "description", "Mine.")
    edit(cause, description="Theirs.", mechanism="Also theirs.")
    by = make_importer()
    batch = upload_now(data, by=by)
    confirm(batch=batch, by=by, at=after(1), on_conflict=choice)
    cause.refresh_from_db()
    assert (cause.description, cause.mechanism) == (text, "Also theirs.")


def test_what_someone_else_changed_stays_if_the_file_did_not_touch_it(cause: Cause) -> None:
    data = exported("Causes")
    edit(cause, description="Theirs.")
    batch = import_now(data)
    cause.refresh_from_db()
    assert (cause.description, batch.counts["Causes"]["unchanged"]) == ("Theirs.", 1)


def test_a_csv_finds_conflicts_with_all_three_texts_too(cause: Cause) -> None:
    from articles.sheets.columns import sheet_titled
    from articles.sheets.export import csv_file

    sheet = sheet_titled("Causes")
    data = b"".join(csv_file(sheet, sheet.rows())).replace(b"Old words.", b"Mine.")
    edit(cause, description="Theirs.")
    [change] = changes_on(upload_now(data, "Causes.csv").pages.get(part="changes"))
    assert [tuple(conflict) for conflict in change.conflicts] == [("description", "Old words.", "Theirs.", "Mine.")]


def test_a_row_with_more_text_than_a_cell_holds_finds_conflicts_by_fingerprints(cause: Cause) -> None:
    noise = "".join(Random(1).choices(ascii_letters, k=20_000))
    edit(cause, mechanism=noise, what_to_do=noise[::-1])
    data = edited(exported("Causes"), "Causes", 1, "description", "Mine.")
    edit(cause, description="Theirs.", mechanism="Short.")
    batch = upload_now(data)
    [change] = changes_on(batch.pages.get(part="changes"))
    assert [tuple(conflict) for conflict in change.conflicts] == [("description", None, "Theirs.", "Mine.")]
    assert change.after == {}


def test_rows_sorted_apart_from_their_revision_block(db: None) -> None:
    make_cause(slug="a", description="A.")
    make_cause(slug="b", description="B.")
    data = edited(edited(exported("Causes"), "Causes", 1, "slug", "b"), "Causes", 2, "slug", "a")
    assert [line.partition(": ")[2][:44] for line in said(upload_now(data))] == [
        "The hidden column _rev belongs to “a, en”, n",
        "The hidden column _rev belongs to “b, en”, n",
    ]


def test_a_copied_row_is_a_new_row(db: None) -> None:
    make_cause(slug="a", title="A", description="A.")
    data = edited(exported("Causes"), "Causes", 1, "slug", "a-copy")
    batch = import_now(data)
    assert said(batch, blocks=False) == [
        "Causes, row 2: This row was exported as “a”. It is added as a new row, and “a” stays as it is."
    ]
    assert [cause.slug for cause in Cause.objects.order_by("slug")] == ["a", "a-copy"]


def test_rows_deleted_since_the_export_do_not_come_back_by_themselves(db: None) -> None:
    make_cause(slug="a", description="A.")
    data = exported("Causes")
    Edit.objects.all().delete()
    Cause.objects.all().delete()
    assert said(upload_now(data)) == [
        "Causes, row 2, _rev: This row was deleted after the export. To add it again, clear its cell in the hidden "
        "column _rev."
    ]


def test_texts_follow_the_rules_of_the_admin(db: None) -> None:
    make_reference(slug="nhs")
    table = [
        ["slug", "web address", "last checked", "publisher"],
        ["nhs", "javascript:alert(1)", "31/12/2024", "a\u200bb"],
    ]
    batch = upload_now(workbook(References=table))
    assert said(batch) == [
        "References, row 2, web address: Write a whole web address, for example https://www.example.org/page.",
        "References, row 2, last checked: “31/12/2024” is not a date. Write it as 2024-05-31.",
        "References, row 2, publisher: Take out the hidden character ZERO WIDTH SPACE.",
    ]
    long = upload_now(workbook(Causes=[["slug", "name", "description"], ["a", "A", "x" * 20_001]]))
    assert said(long) == [
        "Causes, row 2, description: This is too long. It has 20001 characters, and 20000 are possible."
    ]


def test_pictures_are_not_made_by_a_spreadsheet(db: None) -> None:
    batch = upload_now(workbook(Images=[["slug", "file"], ["x", "images/x.png"]]))
    assert said(batch) == ["Images, row 2: There is no such row, and new ones cannot be made by a spreadsheet."]


def test_references_are_updated_without_an_edit_of_a_page(db: None) -> None:
    make_reference(slug="nhs", last_checked=None)
    import_now(workbook(References=[["slug", "last checked", "grade"], ["nhs", "2026-03-01", "guideline"]]))
    source = Reference.objects.get()
    assert (source.last_checked, source.grade, Edit.objects.count()) == (dt.date(2026, 3, 1), "guideline", 0)


def test_an_edit_of_a_part_is_an_edit_of_its_page(db: None) -> None:
    flag = make_red_flag(slug="weak")
    article = make_article(slug="leg", red_flags=[flag])
    import_now(workbook(Article_red_flags=[["article", "red flag", "group"], ["leg", "weak", "Call 999"]]))
    article.refresh_from_db()
    assert (article.edit_number, article.red_flags.get().group) == (2, "Call 999")
    assert flag.edit_number == 1


def test_every_language_has_its_own_row(db: None) -> None:
    make_cause(slug="a", title="A")
    import_now(workbook(Causes=[["slug", "language", "name"], ["a", "vi", "Một"], ["a", "English", "One"]]))
    assert list(Cause.objects.order_by("locale").values_list("locale", "title")) == [("en", "One"), ("vi", "Một")]


def test_an_unreadable_file_leaves_nothing(db: None) -> None:
    with pytest.raises(FileProblem):
        upload_now(b"%PDF-1.7")
    from articles.models import ImportBatch

    assert ImportBatch.objects.count() == 0


def test_accounts_import_only_what_they_may_edit(cause: Cause) -> None:
    by = make_user("articles.change_remedy", "articles.view_remedy")
    data = workbook(
        Causes=[["slug", "serious"], ["cramp", "no"]], Remedies=[["slug", "name"], ["rest", "R"], ["n", "N"]]
    )
    right = "Ask an administrator for the right role."
    assert said(upload_now(data, by=by)) == [
        f"Remedies: Your account may not add rows to this sheet. {right}",
        f"Causes: Your account may not change rows of this sheet. {right}",
    ]


def test_a_part_of_a_page_is_added_by_who_may_change_the_page(db: None) -> None:
    make_article(slug="leg")
    make_cause(slug="a")
    data = workbook(Article_causes=[["article", "cause", "note"], ["leg", "a", "Here."]])
    by = make_user("articles.change_article", "articles.view_article")
    assert said(upload_now(data, by=by)) == []


def test_a_placement_is_unique(db: None) -> None:
    article = make_article(slug="leg", causes=[make_cause(slug="a")])
    import_now(workbook(Article_causes=[["article", "cause", "note"], ["leg", "a", "Here."]]))
    assert list(CausePlacement.objects.values_list("article", "note")) == [(article.pk, "Here.")]


def test_many_rows_are_taken_away_in_a_few_queries_and_each_that_cannot_go_is_named(
    db: None, django_assert_max_num_queries: Any
) -> None:
    causes = [make_cause(slug=f"c{number:02}") for number in range(40)]
    submit_now(causes[3])
    make_article(slug="legs", title="Legs", causes=[causes[20]])
    rows = [["slug", "_action"], *([cause.slug, "archive"] for cause in causes)]
    with django_assert_max_num_queries(400):
        batch = upload_now(workbook(Causes=rows))
    assert said(batch) == [
        "Causes, row 5: This page has been submitted for review, so it stays. "
        "To take it down, withdraw it in the admin.",
        "Causes, row 22: It is still used by “Legs”. Take it out there first.",
    ]
    assert batch.counts["Causes"]["removed"] == 38
    del rows[21], rows[4]
    with django_assert_max_num_queries(150):
        import_now(workbook(Causes=rows))
    assert [cause.slug for cause in Cause.objects.order_by("slug")] == ["c03", "c20"]


def test_a_slug_that_differs_in_capitals_only_is_pointed_out(cause: Cause) -> None:
    rows = [["Cramp", "A"], ["stitch", "B"], ["STITCH", "C"], ["rest", "D"]]
    batch = upload_now(workbook(Causes=[["slug", "name"], *rows]))
    told = "is another row. If you mean that one, write its slug in the very same letters."
    assert said(batch, blocks=False) == [f"Causes, row 2: “cramp” {told}", f"Causes, row 4: “stitch” {told}"]
    assert (said(batch), [key for _, _, key, _, _ in planned(batch)]) == ([], ["Cramp", "stitch", "STITCH", "rest"])


def test_headings_that_come_once_more_are_no_row(cause: Cause) -> None:
    table = [["slug", "name"], ["cramp", "A"], ["slug", "name"], ["cramp-2", "B"]]
    batch = upload_now(workbook(Causes=table))
    assert said(batch) == ["Causes, row 3: These are the headings once more. Delete this row."]
    assert [key for _, _, key, _, _ in planned(batch)] == ["cramp", "cramp-2"]
