"""A draft may be incomplete: what a form asks for is what a row is known by. Only submitting asks for the rest."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.models import Document, RedFlag, Section, Topic, Wording
from articles.publishing import GatesRefuse, check_gates, submit
from articles.publishing.previewing import preview_of
from articles.services.previews import share_preview, token_of
from tests.articles.admin.conftest import make_member, signed_in
from tests.articles.admin.forms import form_data, saved
from tests.articles.sheets.builders import make_importer
from tests.builders import AT, make_article, make_author
from tests.triage.builders import make_protocol
from triage.models import FindingThreshold, ProtocolPart, Rule

pytestmark = pytest.mark.django_db

PAGE = {"title", "slug", "locale", "review_interval_months"}
# Whatever else is here has a value from the start: a level, a kind, an interval.
REQUIRED = {
    "article": PAGE,
    "section": set(),
    "scenario": set(),
    "causeplacement": {"cause", "frequency"},
    "remedyplacement": {"remedy"},
    "redflagplacement": {"red_flag"},
    "testplacement": {"test"},
    "faqplacement": {"faq"},
    "takeaway": {"text"},
    "articleimage": {"image"},
    "clinicalcode": {"system", "code"},
    **dict.fromkeys(("cause", "diagnostictest", "faq", "redflag", "topic", "wording"), PAGE),
    "remedy": PAGE | {"remedy_kind", "evidence_status"},
    "urgencywording": {"urgency"},
    "reference": {"title", "slug", "published"},
    "protocol": PAGE | {"scope_level", "scope_message", "default_level", "remedies_up_to"},
    "stage": {"code"},
    "protocolcause": {"cause"},
    "finding": {"protocol", "code", "stage", "position", "unsure_label", "none_label"},
    "findingoption": {"code", "position"},
    "findingthreshold": {"code", "position"},
    "rule": {"protocol", "code", "position"},
    "rulecondition": {"all_of", "position"},
    "causefinding": {"protocol", "cause", "if_present", "if_absent", "position"},
    "remedychoice": {"protocol", "remedy", "position"},
    "testcase": {"protocol", "code", "position"},
}
# Not drafts: readers are shown a contributor at once, and a picture is put in with its words.
AT_ONCE = {"contributor": {"kind", "name", "role", "slug"}, "image": {"slug"}}


def forms_of_drafts() -> Iterator[tuple[str, set[str]]]:
    request = RequestFactory().get("/")
    request.user = make_member("Administrator", is_superuser=True)
    for model, page in admin.site._registry.items():
        is_draft = issubclass(model, Document | ProtocolPart) and model is not Document
        if is_draft or model._meta.model_name in ("reference", *AT_ONCE):
            yield str(model._meta.model_name), required(page.get_form(request)())
            for inline in page.get_inline_instances(request):
                row = inline.get_formset(request)().empty_form
                yield str(inline.model._meta.model_name), required(row)


def required(form: Any) -> set[str]:
    return {name for name, field in form.fields.items() if field.required}


def test_what_every_form_asks_for_before_it_saves_a_draft() -> None:
    assert dict(forms_of_drafts()) == REQUIRED | AT_ONCE


@pytest.fixture
def author_page() -> Client:
    return signed_in(make_member("Author"))


def add_page(client: Client, model: type[Any], **changes: Any) -> Any:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    return client.post(url, form_data(client.get(url), **changes))


def missing(*documents: Document) -> set[str]:
    return {each.field for each in check_gates(documents, at=AT) if each.check_id == "FILL-01"}


def test_a_section_waits_for_neither_its_heading_nor_what_it_is_about(author_page: Client) -> None:
    article = make_article()
    url = reverse("admin:articles_article_change", args=[article.pk])
    rows = {"sections-1-body": "Only a text.", "sections-TOTAL_FORMS": "3", "sections-2-heading": "Why"}

    assert saved(author_page.post(url, form_data(author_page.get(url), **rows)))

    found = list(article.sections.values_list("slug", "heading", "aspect", "body"))[1:]
    assert found == [("section", "", "", "Only a text."), ("why", "Why", "", "")]
    assert preview_of(article, at=AT).body["sections"][1]["heading"] == ""
    page = author_page.get(url).content.decode()
    assert "section" in page
    assert missing(article) == {"sections[1].heading", "sections[1].aspect", "sections[2].aspect"}
    with pytest.raises(GatesRefuse) as refused:
        submit(documents=[article], change_kind="major", change_note="New.", by=make_author(), at=AT)
    told = {(each.field, each.message, each.fix) for each in refused.value.problems if each.check_id == "FILL-01"}
    assert ("sections[1].heading", "This section has no heading.", "Write one, or take the section out.") in told


def test_rows_that_get_their_slug_by_themselves_never_get_the_same(author_page: Client) -> None:
    article = make_article()
    Section.objects.create(article=article, slug="section", position=5)
    url = reverse("admin:articles_article_change", args=[article.pk])
    rows = {f"sections-{at}-body": "Words." for at in (2, 3)} | {"sections-TOTAL_FORMS": "4"}

    assert saved(author_page.post(url, form_data(author_page.get(url), **rows)))

    assert list(article.sections.values_list("slug", flat=True))[1:] == ["section", "section-2", "section-3"]


@pytest.mark.parametrize(
    ("model", "values", "field"),
    [
        (RedFlag, {"title": "Sudden weakness", "slug": "weak"}, "urgency"),
        (Topic, {"title": "Legs", "slug": "legs"}, "topic_kind"),
        (Wording, {"title": "France", "slug": "fr"}, "emergency_number"),
    ],
)
def test_a_page_is_saved_with_its_name_alone(model: Any, values: Any, field: str) -> None:
    client = signed_in(make_member("Editor"))

    assert saved(add_page(client, model, **values))

    (page,) = model.objects.all()
    assert not getattr(page, field)
    assert preview_of(page, at=AT).body
    assert client.get(reverse(f"admin:articles_{model._meta.model_name}_changelist")).status_code == 200
    assert field in {each.field for each in check_gates([page], at=AT) if each.severity == "block"}


@pytest.mark.parametrize(
    ("rows", "changes", "field"),
    [
        ("stages", {"title": ""}, "stages[0].title"),
        ("findings", {"text": ""}, "questions[0].text"),
        ("findings", {"kind": ""}, "questions[0].kind"),
        ("rules", {"level": ""}, "rules[0].level"),
        ("rules", {"message": ""}, "rules[0].message"),
        ("cases", {"level": ""}, "cases[0].level"),
        ("cause_findings", {"any": []}, "cause_links[0].any"),
        ("cause_findings", {"if_present": "0", "if_absent": "0"}, "cause_links[0].if_present"),
        ("remedies", {"exclude_when": [["pain.bad"]], "exclude_text": ""}, "remedies[0].exclude_text"),
    ],
)
def test_a_protocol_with_a_row_half_written_is_looked_at_and_not_submitted(
    rows: str, changes: dict[str, Any], field: str
) -> None:
    protocol = make_protocol()
    row = getattr(protocol, rows).first()
    for name, value in changes.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()

    client = signed_in(make_member("Administrator", is_superuser=True))
    for name in ("change", "checks", "matrix", "try", "preview"):
        page = client.get(reverse(f"admin:triage_protocol_{name}", args=[protocol.pk]), follow=True)
        assert page.status_code == 200, name
    blocks = {each.field for each in check_gates([protocol], at=AT) if each.severity == "block"}
    assert field in blocks


def test_a_check_that_cannot_run_is_shown_to_nobody() -> None:
    protocol = make_protocol()
    protocol.rules.update(level="")
    with time_machine.travel(AT, tick=False):
        token = token_of(share_preview(document=protocol, by=make_author(), at=AT))
        answers = [Client().get(f"/preview/{token}/{name}") for name in ("", "document.json")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("cannot run yet" in answer.content.decode() for answer in answers)
    editor = signed_in(make_member("Administrator", is_superuser=True))
    page = editor.get(reverse("admin:triage_protocol_preview", args=[protocol.pk]), follow=True)
    assert page.redirect_chain == [(reverse("admin:triage_protocol_change", args=[protocol.pk]), 302)]
    assert "cannot run yet" in page.content.decode()


def test_a_threshold_without_its_number_can_be_seen() -> None:
    protocol = make_protocol()
    FindingThreshold.objects.update(op="", value=None, label="")
    threshold = FindingThreshold.objects.earliest("pk")

    assert str(threshold) == threshold.code
    fields = {each.field.rpartition(".")[2] for each in check_gates([protocol], at=AT) if each.severity == "block"}
    assert {"op", "value"} <= fields


def test_what_is_left_open_goes_through_a_workbook_unchanged(tmp_path: Any) -> None:
    make_importer(username="ann")
    article = make_article()
    Section.objects.create(article=article, slug="open", position=1)
    Rule.objects.create(protocol=make_protocol(), code="Z01", position=99)
    FindingThreshold.objects.update(value=None, op="")
    RedFlag.objects.create(slug="weak", title="Weak")
    path = tmp_path / "base.xlsx"
    call_command("export_kb", str(path))

    said = io.StringIO()
    call_command("import_kb", str(path), by="ann", dry_run=True, format="json", stdout=said)

    report = json.loads(said.getvalue())
    counts = [(sheet, name) for sheet, each in report["sheets"].items() for name in ("new", "changed") if each[name]]
    assert (report["problems"], counts) == ([], [])
