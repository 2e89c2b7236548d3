"""Files of other people, with other headings, brought in without touching the file."""

from typing import Any

import pytest

from articles.models import Cause, ClinicalCode, Faq, ImportBatch, Remedy
from articles.sheets.batches import ImportRefused, confirm, look_again, samples
from articles.sheets.columns import all_sheets
from articles.sheets.match import FIRST, NUMBER, Matching, likely_columns, likely_sheet, make_slug
from tests.articles.sheets.builders import csv_text, said, upload_now, workbook
from tests.builders import AT, make_cause

QUESTIONS = [
    ["Source", "Question", "Answer "],
    ["NIH", " What is a  cramp?", "A tight muscle.\u200b"],
    ["NIH", "What is a cramp?", "Another answer."],
    ["", "", ""],
    ["NIH", "What is a cramp?", "A tight muscle."],
    ["NIH", "Chuột rút là gì? Đau!", "Một câu trả lời."],
]
ANSWERS = {"slug": "Question", "question": "Question", "answer": "Answer "}


def saved(batch: ImportBatch) -> ImportBatch:
    assert said(batch) == []
    confirm(batch=batch, by=batch.uploaded_by, at=AT)
    return batch


def matched_csv(table: list[list[str]], **values: object) -> ImportBatch:
    matching = Matching(source="medical", **values)  # type: ignore[arg-type]
    return upload_now(csv_text(table), "medical.csv", matching=matching)


def test_rows_of_questions_and_answers_become_faqs(db: None) -> None:
    batch = saved(matched_csv(QUESTIONS, sheet="FAQs", columns=ANSWERS, repeats=NUMBER))
    assert list(Faq.objects.order_by("slug").values_list("slug", "title", "answer")) == [
        ("chuot-rut-la-gi-dau", "Chuột rút là gì? Đau!", "Một câu trả lời."),
        ("what-is-a-cramp", "What is a cramp?", "A tight muscle."),
        ("what-is-a-cramp-2", "What is a cramp?", "Another answer."),
    ]
    assert said(batch, blocks=False) == [
        "FAQs: These columns of the file were left out: Source.",
        "FAQs: 2 cells with spaces at an end, hidden characters or a line end in a title. They were taken out.",
        "FAQs: 1 row with a slug that an earlier row has. Its slug has a number now.",
        "FAQs: 1 row left out, because an earlier row has the same slug.",
    ]
    again = matched_csv(QUESTIONS, sheet="FAQs", columns=ANSWERS, repeats=NUMBER)
    assert (said(again), again.counts["FAQs"]["unchanged"]) == ([], 3)


def test_tags_and_cells_beyond_the_headings_are_said(db: None) -> None:
    rows = [
        ["Question", "Answer"],
        ["A?", "<p>It <b>ends</b>.</p>"],
        ["B?", "If x < 3 and y > 2."],
        ["C?", "Yes.", "more"],
    ]
    batch = matched_csv(rows, sheet="FAQs", columns={"slug": "Question", "question": "Question", "answer": "Answer"})
    assert said(batch, blocks=False) == [
        "FAQs: 1 cell with HTML tags such as <p>. Readers would see the tags themselves: take them out.",
        "FAQs: 1 row with more cells than headings. What is beyond them was left out.",
    ]


def test_rows_keep_their_numbers_and_repeats_block_unless_something_else_is_said(db: None) -> None:
    batch = matched_csv(QUESTIONS, sheet="FAQs", columns=ANSWERS)
    assert said(batch) == [
        "FAQs, row 3: Row 2 has the same slug and language. Keep one of the two.",
        "FAQs, row 5: Row 2 has the same slug and language. Keep one of the two.",
    ]


def test_a_list_of_diseases_and_symptoms_gives_each_disease_once(db: None) -> None:
    table = [["Disease", "Symptom"], ["Gout", "pain"], ["Gout", "swelling"], ["Flu", "fever"]]
    columns = {"slug": "Disease", "name": "Disease"}
    saved(matched_csv(table, sheet="Causes", columns=columns, repeats=FIRST))
    assert sorted(Cause.objects.values_list("slug", "title")) == [("flu", "Flu"), ("gout", "Gout")]


def test_a_table_of_codes_is_told_what_is_the_same_in_every_row(db: None) -> None:
    make_cause(slug="cramp")
    table = [["ICD10 code", "Long description", "page"], ["R25.2", "Cramp and spasm", "Cramp"]]
    columns = {"slug": "page", "code": "ICD10 code", "display": "Long description"}
    same = {"kind": "cause", "system": "ICD-10"}
    saved(matched_csv(table, sheet="Clinical codes", columns=columns, same=same))
    assert list(ClinicalCode.objects.values_list("document__slug", "system", "code", "display")) == [
        ("cramp", "icd-10", "R25.2", "Cramp and spasm")
    ]


def test_a_workbook_with_titles_of_its_own_is_matched_after_its_upload(db: None) -> None:
    batch = upload_now(workbook(Our_list=[["Treatment", "How"], ["Rest", "Lie down."]], Other=[["x"], ["y"]]))
    assert said(batch)[0].startswith("Our list: There is no sheet of this name.")
    assert samples(batch) == {"Our list": [["Treatment", "How"], ["Rest", "Lie down."]], "Other": [["x"], ["y"]]}
    columns = {"slug": "Treatment", "name": "Treatment", "steps": "How"}
    look_again(batch=batch, matching=Matching("Remedies", "Our list", columns, {"kind": "Treatment"}))
    saved(batch)
    assert list(Remedy.objects.values_list("slug", "title", "steps", "remedy_kind")) == [
        ("rest", "Rest", "Lie down.", "treatment")
    ]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"sheet": "FAQ"}, "There is no sheet “FAQ”. Did you mean “FAQs”?"),
        ({"columns": {"question": "Question"}}, "Choose a column for “slug”. It says which row is meant."),
        ({"columns": ANSWERS | {"anser": "x"}}, "“anser” is not a column of FAQs. Did you mean “answer”?"),
        ({"repeats": "guess"}, "Say what becomes of rows with the same slug: stop, number or first."),
    ],
)
def test_a_matching_that_cannot_be_used_is_refused(db: None, values: dict[str, Any], message: str) -> None:
    batch = upload_now(csv_text(QUESTIONS), "medical.csv")
    matching = Matching(**{"sheet": "FAQs", "source": "medical", "columns": ANSWERS, **values})
    with pytest.raises(ImportRefused) as refusal:
        look_again(batch=batch, matching=matching)
    assert str(refusal.value) == message


def test_a_title_and_a_date_may_stand_above_the_headings(db: None) -> None:
    table = [["FAQ export", "", ""], ["", "", ""], ["2026-01-03", "", ""], *QUESTIONS]
    batch = matched_csv(table, sheet="FAQs", columns=ANSWERS, above=2)
    assert said(batch) == [
        "FAQs, row 6: Row 5 has the same slug and language. Keep one of the two.",
        "FAQs, row 8: Row 5 has the same slug and language. Keep one of the two.",
    ]
    saved(matched_csv(table, sheet="FAQs", columns=ANSWERS, above=2, repeats=NUMBER))
    assert Faq.objects.count() == 3


@pytest.mark.parametrize(
    ("source", "columns", "message"),
    [
        ("medicla", ANSWERS, "File: The file has no sheet “medicla”. Did you mean “medical”?"),
        (
            "medical",
            ANSWERS | {"answer": "Anwser"},
            "File: The file has no column “Anwser” among its headings. Did you mean “Answer ”?",
        ),
    ],
)
def test_what_the_file_does_not_have_blocks(db: None, source: str, columns: dict[str, str], message: str) -> None:
    batch = upload_now(csv_text(QUESTIONS), "medical.csv", matching=Matching("FAQs", source, columns))
    assert said(batch) == [message]


def test_likely_columns_are_suggested() -> None:
    sheets = {sheet.title: sheet for sheet in all_sheets()}
    assert likely_columns(sheets["FAQs"], ["qtype", "Question", "Answer"]) == {
        "slug": "Question",
        "question": "Question",
        "answer": "Answer",
    }
    for title, headings in {
        "FAQs": ["questions", "response"],
        "Causes": ["Disease", "Description", "Symptom_1"],
        "Remedies": ["Treatment", "Steps", "Who should not use it"],
    }.items():
        found = likely_sheet(all_sheets(), headings)
        assert found is not None, headings
        assert found.title == title


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("What is (are) Cramps?", "what-is-are-cramps"),
        ("E11.9", "e11-9"),
        ("Bệnh đau nửa đầu", "benh-dau-nua-dau"),
        ("Ménière’s", "menieres"),
        ("痛み", ""),
        ("word " * 30, "word-" * 15 + "word"),
    ],
)
def test_slugs_are_made_of_any_text(text: str, slug: str) -> None:
    assert make_slug(text) == slug
