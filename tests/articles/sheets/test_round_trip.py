"""Out and in again, through real files: nothing changes in the same base, and a new base becomes the same."""

import io

import pytest
from django.db.models import Model

from articles.models import Article, Cause, ClinicalCode, Document, Edit, Faq, Scenario, Section, Takeaway, Topic
from articles.sheets.columns import Sheet, all_sheets
from articles.sheets.export import Choice, write_csv_archive
from tests.builders import (
    make_article,
    make_cause,
    make_faq,
    make_red_flag,
    make_reference,
    make_remedy,
    make_test,
    make_topic,
)

from .builders import exported, import_now, said, upload_now, without_revisions
from .files.test_round_trip import HOSTILE

STORABLE = [text for text in HOSTILE if not set(text) & set("\x00\ud800\x0b\x1f\x1e\x1b\r\x7f")]


@pytest.fixture
def whole_base(db: None) -> Article:
    """Something in every sheet but the pictures and the wording."""
    source = make_reference(last_checked="2026-01-31", url="https://example.org/a?b=1&c=2")
    remedy, test, flag = make_remedy(cautions=["heat", "fluids"]), make_test(), make_red_flag(urgency="same_day")
    parent = make_topic()
    topic = make_topic(parent=parent, description="= not a formula")
    cause = make_cause(serious=True, synonyms=["a, b", "c\\d", "line\nend"], mechanism="007")
    cause.remedies.add(remedy)
    cause.tests.add(test)
    cause.red_flags.add(flag)
    cause.references.add(source, make_reference())
    ClinicalCode.objects.create(document=cause, system="icd-10", code="R25.2", display="Cramp and spasm")
    article: Article = make_article(causes=[cause, make_cause()], red_flags=[flag], sections=3, synonyms=["x"])
    article.topics.add(topic)
    article.sections.get(position=0).references.add(source)
    Scenario.objects.create(article=article, slug="runner", title="A runner", situation="TRUE", solution="1E5")
    Takeaway.objects.create(article=article, text="Rest helps.", position=0)
    Takeaway.objects.create(article=article, text="Call if not.", position=1)
    return article


def everything() -> dict[str, list[list[str]]]:
    return {sheet.title: [row.texts for row in sheet.rows()] for sheet in all_sheets()}


def test_export_then_import_changes_nothing(whole_base: Article) -> None:
    before, edits = everything(), Edit.objects.count()
    batch = import_now(exported())
    assert {title: (each["new"], each["changed"], each["removed"]) for title, each in batch.counts.items()} == {
        sheet.title: (0, 0, 0) for sheet in all_sheets()
    }
    assert sum(each["unchanged"] for each in batch.counts.values()) == sum(map(len, before.values()))
    assert (everything(), Edit.objects.count()) == (before, edits)


def test_a_zip_of_csvs_changes_nothing_either(whole_base: Article) -> None:
    target = io.BytesIO()
    write_csv_archive(target, Choice(all_sheets()))
    batch = import_now(target.getvalue(), "base.zip")
    assert sum(each["new"] + each["changed"] + each["removed"] for each in batch.counts.values()) == 0


def test_an_empty_base_becomes_the_same(whole_base: Article) -> None:
    before, data = everything(), exported()
    for model in (Edit, Article, Cause, Document):
        _delete(model)
    batch = import_now(without_revisions(data))
    assert everything() == before
    kept = len(before["References"]) + len(before["Contributors"])
    assert sum(each["new"] for each in batch.counts.values()) == sum(map(len, before.values())) - kept


def _delete(model: type[Model]) -> None:
    for row in model._base_manager.all():
        try:
            row.delete()
        except Exception:  # a topic that is still a parent goes with a later round
            continue
    if model is Document:
        Topic.objects.filter(parent=None).delete()


def test_hostile_texts_survive_export_and_import(db: None) -> None:
    for number, text in enumerate(STORABLE):
        make_faq(slug=f"faq-{number:03}", answer=text[:20_000])
    before = everything()["FAQs"]
    data = exported("FAQs")
    batch = upload_now(data)
    assert (said(batch), batch.counts["FAQs"]["unchanged"]) == ([], len(STORABLE))
    Edit.objects.all().delete()
    Faq.objects.all().delete()
    import_now(without_revisions(data))
    assert everything()["FAQs"] == before


def test_each_sheet_is_read_in_a_few_queries(whole_base: Article, django_assert_num_queries: object) -> None:
    for sheet in all_sheets():
        with django_assert_num_queries(_queries(sheet)):  # type: ignore[operator]
            list(sheet.rows())


def _queries(sheet: Sheet) -> int:
    """The rows, the links of each column that has several, and the slugs of what they name if there is any."""
    many = [column for column in sheet.columns if column.is_many and sheet.model._base_manager.exists()]
    named = [each for each in many if sheet.model._base_manager.exclude(**{each.name: None}).exists()]
    return 1 + len(many) + len(named)


def test_sections_keep_their_order(whole_base: Article) -> None:
    assert [section.position for section in Section.objects.filter(article=whole_base)] == [0, 1, 2]
