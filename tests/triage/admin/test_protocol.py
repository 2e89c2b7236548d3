from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Edit
from healthkb.models import User
from tests.builders import make_user, publish_now
from tests.triage.builders import make_protocol
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


def test_the_draft_can_be_tried(client: Client, staff: User, protocol: Protocol) -> None:
    address = reverse("admin:triage_protocol_try", args=[protocol.pk])

    html = client.post(address, {"q-sudden": ["face"], "q-age": "40"}).content.decode()

    assert "<dd>emergency</dd>" in html
    assert "These can be signs of a stroke." in html
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


def test_checks_show_which_test_cases_change(client: Client, staff: User, protocol: Protocol) -> None:
    publish_now(protocol)
    assert "No test case comes to another level" in page(client, "checks", protocol)

    Rule.objects.filter(code="S01").update(level="soon")
    html = page(client, "checks", protocol)

    assert "1 would become less urgent. Two clinicians must approve this." in html
    assert "<td>same_day</td><td>soon</td>" in html


def test_the_switch_needs_a_reason_and_is_recorded(client: Client, staff: User, protocol: Protocol) -> None:
    address = reverse("admin:triage_protocol_switch", args=[protocol.pk])

    client.post(address, {"reason": ""})
    assert not Switching.objects.exists()
    html = client.post(address, {"reason": "A rule is wrong."}, follow=True).content.decode()

    assert "A rule is wrong." in html
    assert list(Switching.objects.values_list("is_on", "reason", "by")) == [(False, "A rule is wrong.", staff.pk)]
    assert Protocol.objects.get(pk=protocol.pk).is_switched_on is False


def test_a_saved_condition_as_text_reads_the_same(client: Client, staff: User, protocol: Protocol) -> None:
    link: Any = protocol.cause_findings.get(cause__slug="clot")
    address = reverse("admin:triage_causefinding_change", args=[link.pk])
    assert ">\nswollen.yes</textarea>" in client.get(address).content.decode()

    data = {"cause": "Blood clot", "if_present": "++", "if_absent": "-", "note": "", "position": 0}
    client.post(address, {**data, "any": "swollen.yes and pain.bad\nbreathless.yes"})

    link.refresh_from_db()
    assert link.any == [["swollen.yes", "pain.bad"], ["breathless.yes"]]
