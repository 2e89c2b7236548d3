"""Protocols out and in again: nothing changes in the same base, and an emptied protocol becomes the same."""

import io
from pathlib import Path

import pytest
from django.conf import settings

from articles.models import Edit, ImportBatch
from articles.publishing import freeze_row, kind_named
from articles.services import ContentFolder, load_content
from articles.sheets.batches import undo
from articles.sheets.columns import sheets_for
from articles.sheets.export import Choice, write_csv_archive
from tests.articles.sheets.builders import exported, import_now, make_importer, without_revisions, workbook
from tests.builders import AT, make_author
from tests.triage.builders import make_protocol
from triage.models import Finding, FindingOption, Protocol, Rule, RuleCondition
from triage.sheets.protocols import PROTOCOL_SHEETS
from triage.sheets.questions import QUESTION_SHEETS
from triage.sheets.rules import RULE_SHEETS

pytestmark = pytest.mark.django_db
TITLES = [sheet.title for sheet in (*PROTOCOL_SHEETS, *QUESTION_SHEETS, *RULE_SHEETS)]


def everything() -> dict[str, list[list[str]]]:
    return {sheet.title: [row.texts for row in sheet.rows()] for sheet in sheets_for(TITLES)}


def changed(batch: ImportBatch) -> dict[str, int]:
    counts = {title: each["new"] + each["changed"] + each["removed"] for title, each in batch.counts.items()}
    return {title: number for title, number in counts.items() if number}


def frozen(slug: str) -> str:
    return freeze_row(kind_named("protocol"), Protocol.objects.get(slug=slug)).text


def test_the_shipped_protocols_change_nothing() -> None:
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    folder = ContentFolder(content=fixtures / "content", images=fixtures / "images")
    load_content(folder=folder, by=make_author(), at=AT)
    before, edits, rows = frozen("thigh-twitching"), Edit.objects.count(), everything()
    batch = import_now(exported(), wait=True)
    archive = io.BytesIO()
    write_csv_archive(archive, Choice(sheets_for(TITLES)))
    again = import_now(archive.getvalue(), "triage.zip", wait=True)
    assert (changed(batch), changed(again)) == ({}, {})
    assert {title: batch.counts[title]["unchanged"] for title in TITLES} == {
        title: len(each) for title, each in rows.items()
    }
    assert all(rows.values())
    assert (frozen("thigh-twitching"), Edit.objects.count()) == (before, edits)


def test_a_protocol_that_was_lost_becomes_the_same() -> None:
    make_protocol()
    before, data = frozen("leg"), without_revisions(exported(*TITLES))
    Protocol.objects.get().delete()
    import_now(data)
    assert frozen("leg") == before


def test_taking_a_protocol_away_and_back_keeps_every_row() -> None:
    make_protocol()
    before, rows = frozen("leg"), everything()
    batch = import_now(workbook(Triage_protocols=[["slug", "_action"], ["leg", "archive"]]))
    assert Protocol.objects.count() == 0
    undo(batch=batch, by=batch.uploaded_by, at=AT)
    assert (frozen("leg"), everything()) == (before, rows)


def test_a_question_goes_with_its_options_and_comes_back_with_them() -> None:
    make_protocol()
    before = everything()
    table = [["protocol", "code", "_action"], ["leg", "sudden", "archive"]]
    batch = import_now(workbook(Triage_questions=table))
    assert Finding.objects.filter(code="sudden").count() == FindingOption.objects.filter(code="face").count() == 0
    undo(batch=batch, by=batch.uploaded_by, at=AT)
    assert everything() == before


def test_packs_that_include_each_other_come_in_one_file_in_any_order() -> None:
    table = [["slug", "title", "includes"], ["a-leg", "Leg", "b-pack"], ["b-pack", "Pack", ""]]
    import_now(workbook(Triage_protocols=table))
    assert list(Protocol.objects.get(slug="a-leg").includes.values_list("slug", flat=True)) == ["b-pack"]
    import_now(workbook(Triage_protocols=[["slug", "includes"], ["a-leg", "{clear}"]]))
    assert Protocol.objects.get(slug="a-leg").includes.count() == 0


def test_a_new_rule_and_its_conditions_come_in_one_file() -> None:
    protocol = make_protocol()
    edits = Edit.objects.filter(document=protocol).count()
    import_now(
        workbook(
            Triage_conditions=[
                ["protocol", "rule", "position", "all of"],
                ["leg", "E09", "0", "sudden.face and swollen.yes"],
                ["leg", "E09", "1", "pain.bad|mild"],
                ["leg", "T01", "0", "pain.mild"],
            ],
            Triage_rules=[["protocol", "code", "level", "why"], ["leg", "E09", "Emergency", "It can be serious."]],
        )
    )
    rule = Rule.objects.get(code="E09")
    assert [each.all_of for each in rule.conditions.all()] == [["sudden.face", "swollen.yes"], ["pain.bad|mild"]]
    assert RuleCondition.objects.get(rule__code="T01").all_of == ["pain.mild"]
    assert (rule.level, rule.position) == ("emergency", 4)
    assert Edit.objects.filter(document=protocol).count() == edits + 1


def test_options_of_two_questions_are_numbered_apart() -> None:
    make_protocol()
    table = [
        ["protocol", "question", "code", "label"],
        ["leg", "pain", "worse", "Worse"],
        ["leg", "sudden", "arm", "Arm"],
    ]
    import_now(workbook(Triage_options=table), by=make_importer())
    assert {(each.code, each.position) for each in FindingOption.objects.filter(code__in=["worse", "arm"])} == {
        ("worse", 2),
        ("arm", 2),
    }
