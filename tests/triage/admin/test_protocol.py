import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Edit
from articles.publishing import publish
from healthkb.models import User
from tests.articles.admin.forms import form_data, saved
from tests.builders import AT, after, approve_now, make_publisher, make_user, publish_now, submit_now
from tests.triage.builders import make_protocol
from triage.admin.effects import rules_touched, runnable
from triage.models import Protocol, Rule, Switching

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> User:
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def protocol() -> Protocol:
    return make_protocol()


def page(client: Client, name: str, protocol: Protocol) -> str:
    response = client.get(reverse(f"admin:triage_protocol_{name}", args=[protocol.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["change", "try", "matrix", "checks", "switch"])
def test_every_page_opens_and_links_to_the_rows(client: Client, staff: User, protocol: Protocol, name: str) -> None:
    html = page(client, name, protocol)

    for model in ("finding", "rule", "causefinding", "remedychoice", "testcase"):
        assert f"/admin/triage/{model}/?protocol__id__exact={protocol.pk}" in html
    assert "style=" not in html
    assert "onclick" not in html


@pytest.mark.parametrize("model", ["protocol", "finding", "rule", "causefinding", "remedychoice", "testcase"])
def test_every_list_opens(client: Client, staff: User, protocol: Protocol, model: str) -> None:
    assert client.get(reverse(f"admin:triage_{model}_changelist")).status_code == 200


def test_rules_read_as_sentences(client: Client, staff: User, protocol: Protocol) -> None:
    html = client.get(reverse("admin:triage_rule_changelist")).content.decode()

    assert "Emergency if “Face droop” or “Slurred speech”" in html
    assert "Emergency if “Is one leg swollen” and “Are you short of breath”" in html


def test_a_rule_is_built_from_lists(client: Client, staff: User, protocol: Protocol) -> None:
    address = f"{reverse('admin:triage_rule_add')}?protocol={protocol.pk}"
    form = client.get(address).content.decode()
    assert '<option value="sudden.face">Face droop</option>' in form
    edits = Edit.objects.filter(document=protocol.pk).count()

    response = client.post(
        address,
        {
            "protocol": protocol.pk,
            "code": "S02",
            "position": 9,
            "level": "same_day",
            "level_if_unsure": "",
            "message": "Both together need a look today.",
            "action": "Call 111.",
            "rationale": "",
            "red_flag": "",
            "conditions-TOTAL_FORMS": "2",
            "conditions-INITIAL_FORMS": "0",
            "conditions-0-all_of_0": "pain.bad",
            "conditions-0-all_of_1": "kidneys.yes",
            "conditions-0-position": "0",
            "conditions-1-all_of_0": "",
            "conditions-1-position": "0",
        },
    )

    assert response.status_code == 302, response.content.decode()
    rule = Rule.objects.get(code="S02")
    assert [row.all_of for row in rule.conditions.all()] == [["pain.bad", "kidneys.yes"]]
    assert Edit.objects.filter(document=protocol.pk).count() == edits + 1


def test_a_row_with_several_choices_of_one_question_is_kept(client: Client, staff: User, protocol: Protocol) -> None:
    rule = protocol.rules.get(code="E01")

    html = client.get(reverse("admin:triage_rule_change", args=[rule.pk])).content.decode()

    assert '<option value="sudden.face|speech" selected>“Face droop” or “Slurred speech”</option>' in html


def test_a_long_row_keeps_all_of_its_findings(client: Client, staff: User, protocol: Protocol) -> None:
    codes = ["sudden.face", "sudden.speech", "swollen.yes", "breathless.yes", "pain.bad", "kidneys.yes", "age.under_2"]
    rule = protocol.rules.get(code="T01")
    rule.conditions.update(all_of=codes)

    change_rule(client, rule)

    assert rule.conditions.get().all_of == codes


def test_the_list_of_a_protocol_leads_to_its_other_pages_and_adds_to_it(
    client: Client, staff: User, protocol: Protocol
) -> None:
    address = f"{reverse('admin:triage_rule_changelist')}?protocol__id__exact={protocol.pk}"
    html = client.get(address).content.decode()

    assert "Rules: Sore leg" in html
    assert f'href="{address}" aria-current="page"' in html
    add = re.search(r'href="(/admin/triage/rule/add/[^"]*_changelist_filters[^"]*)" class="addlink"', html)
    assert add
    assert '<option value="sudden.face">Face droop</option>' in client.get(add[1]).content.decode()


def test_the_draft_can_be_tried(client: Client, staff: User, protocol: Protocol) -> None:
    address = reverse("admin:triage_protocol_try", args=[protocol.pk])

    html = client.post(address, {"q-sudden": ["face"], "q-age": "40"}).content.decode()

    assert "<span>Decided</span> <strong>Emergency</strong>" in html
    assert "<strong>E01, emergency.</strong> These can be signs of a stroke." in html
    assert 'value="40"' in html


def test_a_wrong_answer_is_said(client: Client, staff: User, protocol: Protocol) -> None:
    address = reverse("admin:triage_protocol_try", args=[protocol.pk])

    html = client.post(address, {"q-age": "400"}).content.decode()

    assert "must be from 0 to 120" in html


def test_a_draft_that_cannot_run_says_so(client: Client, staff: User, protocol: Protocol) -> None:
    protocol.findings.filter(code="swollen").delete()

    response = client.get(reverse("admin:triage_protocol_try", args=[protocol.pk]), follow=True)

    assert "The draft cannot run yet" in response.content.decode()
    assert "there is no question “swollen”".replace("“", '"').replace("”", '"') in (
        response.content.decode().replace("&quot;", '"')
    )


def test_a_check_leads_to_the_row_that_it_is_about(client: Client, staff: User, protocol: Protocol) -> None:
    protocol.findings.filter(code="pain").update(text="Are you tired and thirsty?")
    address = reverse("admin:triage_finding_change", args=[protocol.findings.get(code="pain").pk])

    assert f'<a href="{address}">Question pain, text</a>' in page(client, "checks", protocol)


def test_checks_show_which_test_cases_change(client: Client, staff: User, protocol: Protocol) -> None:
    publish_now(protocol)
    assert "All come to the same level as in the live version." in page(client, "checks", protocol)

    Rule.objects.filter(code="S01").update(level="soon")
    html = page(client, "checks", protocol)

    assert "2 would become less urgent. Two clinicians must approve this." in html
    assert html.count("<td>Same day</td><td>Soon</td>") == 2
    for code in ("C04", "path-S01-1"):
        assert f'<span class="quiet">{code}</span>' in html


def test_the_switch_needs_a_reason_and_is_recorded(client: Client, staff: User, protocol: Protocol) -> None:
    address = reverse("admin:triage_protocol_switch", args=[protocol.pk])

    client.post(address, {"reason": ""})
    assert not Switching.objects.exists()
    html = client.post(address, {"reason": "A rule is wrong.", "to": "off"}, follow=True).content.decode()

    assert "A rule is wrong." in html
    assert list(Switching.objects.values_list("is_on", "reason", "by")) == [(False, "A rule is wrong.", staff.pk)]
    assert Protocol.objects.get(pk=protocol.pk).is_switched_on is False


def test_two_who_switch_it_off_at_once_leave_it_off(client: Client, staff: User, protocol: Protocol) -> None:
    address = reverse("admin:triage_protocol_switch", args=[protocol.pk])
    page = client.get(address)
    assert ("Switch off</button>" in page.content.decode(), page.context["form"]["to"].value()) == (True, "off")

    sent = {"reason": "A rule is wrong.", "to": "off"}
    pages = [client.post(address, sent, follow=True).content.decode() for _ in range(2)]

    assert ["It is off already." in page for page in pages] == [False, True]
    assert (Protocol.objects.get(pk=protocol.pk).is_switched_on, Switching.objects.count()) == (False, 1)
    assert "Switch on</button>" in pages[1]


def test_a_saved_condition_as_text_reads_the_same(client: Client, staff: User, protocol: Protocol) -> None:
    link: Any = protocol.cause_findings.get(cause__slug="clot")
    address = reverse("admin:triage_causefinding_change", args=[link.pk])
    assert ">\nswollen.yes</textarea>" in client.get(address).content.decode()

    data = {"cause": "Blood clot", "if_present": "++", "if_absent": "-", "note": "", "position": 0}
    client.post(address, {**data, "any": "swollen.yes and pain.bad\nbreathless.yes"})

    link.refresh_from_db()
    assert link.any == [["swollen.yes", "pain.bad"], ["breathless.yes"]]


def try_it(client: Client, protocol: Protocol, answers: dict[str, Any], *, panel: bool = False) -> Any:
    headers = {"X-Requested-With": "panel"} if panel else {}
    return client.post(reverse("admin:triage_protocol_try", args=[protocol.pk]), answers, headers=headers)


def test_the_panel_is_the_part_of_the_page_that_a_form_shows_beside_it(
    client: Client, staff: User, protocol: Protocol
) -> None:
    html = try_it(client, protocol, {"q-pain": "bad"}, panel=True).content.decode()

    assert "<html" not in html
    assert "<span>So far</span> <strong>Routine</strong>" in html
    assert "<strong>Emergency</strong>" in html
    assert 'data-question="sudden" class="kt-next"' in html


def test_the_panel_says_when_the_draft_cannot_run(client: Client, staff: User, protocol: Protocol) -> None:
    protocol.findings.filter(code="swollen").delete()

    response = try_it(client, protocol, {}, panel=True)

    assert response.status_code == 200
    assert "The draft cannot run yet." in response.content.decode()


def test_what_was_tried_is_kept_as_a_test_case(client: Client, staff: User, protocol: Protocol) -> None:
    edits = Edit.objects.filter(document=protocol.pk).count()

    response = try_it(client, protocol, {"keep": "yes", "q-pain": "bad", "q-age": "40", "q-sudden": ["face"]})

    case = protocol.cases.get(code="case-1")
    assert response["Location"] == reverse("admin:triage_testcase_change", args=[case.pk])
    assert (case.answers, case.level, case.rules) == (
        {"age": 40, "sudden": ["face"], "pain": "bad"},
        "emergency",
        ["E01"],
    )
    assert Edit.objects.filter(document=protocol.pk).count() == edits + 1


@pytest.mark.parametrize("model", ["finding", "rule", "causefinding", "remedychoice", "testcase"])
def test_a_row_that_nobody_changed_makes_nobody_an_author(
    client: Client, staff: User, protocol: Protocol, model: str
) -> None:
    address = f"{reverse(f'admin:triage_{model}_changelist')}?protocol__id__exact={protocol.pk}"
    row = client.get(address).context["cl"].result_list[0]
    url = reverse(f"admin:triage_{model}_change", args=[row.pk])
    assert saved(client.post(url, form_data(client.get(url))))
    assert Edit.objects.filter(document=protocol.pk, by=staff).count() == 0


def test_a_change_in_an_option_alone_is_an_edit(client: Client, staff: User, protocol: Protocol) -> None:
    finding = protocol.findings.get(code="sudden")
    url = reverse("admin:triage_finding_change", args=[finding.pk])
    data = form_data(client.get(url))
    (name,) = [key for key, value in data.items() if value == "Face droop"]
    assert saved(client.post(url, {**data, name: "One side of the face droops"}))
    assert Edit.objects.filter(document=protocol.pk, by=staff).count() == 1


def test_nothing_is_kept_without_the_right(client: Client, protocol: Protocol) -> None:
    client.force_login(make_user("triage.view_protocol", is_staff=True))

    assert "Keep as a test case" not in try_it(client, protocol, {}).content.decode()
    assert try_it(client, protocol, {"keep": "yes"}).status_code == 403
    assert not protocol.cases.filter(code="case-1").exists()


def test_a_missing_test_case_starts_from_what_its_rule_asks_for(
    client: Client, staff: User, protocol: Protocol
) -> None:
    protocol.cases.filter(code="C05").delete()
    address = reverse("admin:triage_protocol_try", args=[protocol.pk]) + "?rule=T01"
    assert f'<a href="{address}">Start one for T01</a>' in page(client, "checks", protocol)

    html = client.get(address).content.decode()

    assert 'name="q-pain" value="bad" checked' in html
    assert "<strong>Routine</strong>" in html


def test_a_rule_that_does_not_exist_starts_from_nothing(client: Client, staff: User, protocol: Protocol) -> None:
    html = client.get(reverse("admin:triage_protocol_try", args=[protocol.pk]) + "?rule=X&case=x").content.decode()

    assert "checked" not in html


def change_rule(client: Client, rule: Rule, **changes: Any) -> list[str]:
    form: dict[str, Any] = {
        "code": rule.code,
        "position": rule.position,
        "level": rule.level,
        "level_if_unsure": rule.level_if_unsure,
        "message": rule.message,
        "action": rule.action,
        "rationale": "",
        "red_flag": rule.red_flag.slug if rule.red_flag else "",
        "references": "leg-source",
        "conditions-TOTAL_FORMS": rule.conditions.count(),
        "conditions-INITIAL_FORMS": rule.conditions.count(),
    }
    for index, row in enumerate(rule.conditions.all()):
        prefix = f"conditions-{index}"
        form |= {f"{prefix}-id": row.pk, f"{prefix}-position": row.position}
        form |= {f"{prefix}-all_of_{place}": item for place, item in enumerate(row.all_of)}
    address = reverse("admin:triage_rule_change", args=[rule.pk])
    response = client.post(address, {**form, **changes}, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_a_save_says_which_rules_it_bears_on_and_who_is_told_something_else(
    client: Client, staff: User, protocol: Protocol
) -> None:
    _, said = change_rule(client, protocol.rules.get(code="T01"), level="soon")

    assert said.startswith(
        "This bears on 1 rule: T01. 2 test cases or golden paths come to another level, 0 less urgent: "
    )
    assert "C05 (routine → soon)" in said
    assert reverse("admin:triage_protocol_checks", args=[protocol.pk]) in said


def test_a_save_that_changes_nothing_for_anybody_says_so(client: Client, staff: User, protocol: Protocol) -> None:
    _, said = change_rule(client, protocol.rules.get(code="T01"))

    assert said.startswith("This changes no rule. Every test case and golden path comes to the same level as before.")


def test_a_question_bears_on_the_rules_that_rest_on_it(client: Client, staff: User, protocol: Protocol) -> None:
    before = runnable(protocol.pk)
    protocol.findings.filter(code="swollen").update(text="Is one leg fatter?")

    after = runnable(protocol.pk)

    assert before
    assert after
    assert rules_touched(before, after) == ["E02", "S01"]


def test_taking_a_row_away_says_what_that_does(client: Client, staff: User, protocol: Protocol) -> None:
    rule = protocol.rules.get(code="T01")

    response = client.post(reverse("admin:triage_rule_delete", args=[rule.pk]), {"post": "yes"}, follow=True)

    said = [str(message) for message in response.context["messages"]][-1]
    assert "This bears on 1 rule: T01." in said
    assert "less urgent" in said


def test_a_row_of_a_scheduled_protocol_is_not_saved_and_says_why(
    client: Client, staff: User, protocol: Protocol, time_machine: Any
) -> None:
    time_machine.move_to(AT)
    client.force_login(staff)  # a session from a day that has yet to come is none
    request = submit_now(protocol, go_live_at=after(60 * 24))
    approve_now(request)
    publish(request=request, by=make_publisher(), at=AT)

    said = change_rule(client, protocol.rules.get(code="T01"), level="soon")

    assert protocol.rules.get(code="T01").level == "routine"
    assert len(said) == 1
    assert said[0].startswith("This is set to go live by itself")


def test_a_rule_shows_its_red_flag_by_name(client: Client, staff: User, protocol: Protocol) -> None:
    rule = protocol.rules.get(code="E01")

    html = client.get(reverse("admin:triage_rule_change", args=[rule.pk])).content.decode()

    field = re.search(r'<input type="text"[^>]*data-pick="articles.redflag"[^>]*>', html)
    assert field
    assert 'value="stroke"' in field[0]
    assert 'data-label="Stroke"' in field[0]


def test_answers_of_a_test_case_are_written_on_lines(client: Client, staff: User, protocol: Protocol) -> None:
    case = protocol.cases.get(code="C05")
    address = reverse("admin:triage_testcase_change", args=[case.pk])
    html = client.get(address).content.decode()
    assert ">\npain: bad</textarea>" in html

    form = {"code": "C05", "title": "", "level": "routine", "rules": "T01", "causes": "", "position": 1}
    client.post(address, {**form, "worst_possible": "", "answers": "pain: bad\nage: 44\nsudden: [none]"})

    case.refresh_from_db()
    assert case.answers == {"pain": "bad", "age": 44, "sudden": ["none"]}
