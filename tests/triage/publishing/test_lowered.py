"""Advice that becomes less urgent needs a second clinician."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Version
from articles.publishing import NotApproved, publish, status_of
from tests.builders import after, approve_now, edit, make_clinician, make_publisher, make_user, publish_now, submit_now
from tests.triage.builders import make_protocol
from triage.models import Protocol, RuleCondition

pytestmark = pytest.mark.django_db


@pytest.fixture
def protocol() -> Protocol:
    protocol = make_protocol()
    publish_now(protocol)
    return protocol


def lower(protocol: Protocol) -> None:
    edit(protocol)
    protocol.rules.filter(code="T01").update(level="soon")
    protocol.cases.filter(code="C05").update(level="soon")


def test_the_first_version_needs_one_clinician(protocol: Protocol) -> None:
    assert status_of(protocol, at=after(1)).state == "live"


def test_raising_a_level_needs_one_clinician(protocol: Protocol) -> None:
    lower(protocol)

    assert submit_now(protocol, at=after(5)).clinical_reviews == 0


def test_lowering_a_level_needs_two_different_clinicians(protocol: Protocol) -> None:
    lower(protocol)
    publish_now(protocol, at=after(5))
    edit(protocol)
    protocol.rules.filter(code="T01").update(level="routine")
    protocol.cases.filter(code="C05").update(level="routine")
    request = submit_now(protocol, at=after(10), change_kind="minor")
    first = make_clinician()

    approve_now(request, by=first, at=after(11))
    approve_now(request, by=first, at=after(12))
    assert (request.clinical_reviews, status_of(protocol, at=after(13)).state) == (2, "in_review")
    with pytest.raises(NotApproved, match="2 clinicians must approve this"):
        publish(request=request, by=make_publisher(), at=after(13))

    approve_now(request, at=after(14))
    publish(request=request, by=make_publisher(), at=after(15))
    assert status_of(protocol, at=after(16)).state == "live"


def test_an_answer_that_can_no_longer_be_given_counts_as_lowered(protocol: Protocol) -> None:
    edit(protocol)
    protocol.findings.get(code="sudden").options.filter(code="speech").delete()
    protocol.rules.get(code="E01").conditions.update(all_of=["sudden.face"])

    assert submit_now(protocol, at=after(5)).clinical_reviews == 2


def test_a_lowered_level_that_no_test_case_has_is_found_on_a_golden_path(protocol: Protocol) -> None:
    rule = protocol.rules.get(code="T01")
    edit(protocol)
    RuleCondition.objects.create(rule=rule, all_of=["pain.mild", "kidneys.yes"])
    assert submit_now(protocol, at=after(5)).clinical_reviews == 0
    publish_now(edited(protocol), at=after(6))
    rule.conditions.filter(all_of=["pain.mild", "kidneys.yes"]).delete()

    request = submit_now(edited(protocol), at=after(10), change_kind="minor")

    assert request.clinical_reviews == 2


def edited(protocol: Protocol) -> Protocol:
    edit(protocol)
    return protocol


def test_reviewers_see_whose_advice_changes(protocol: Protocol, client: Client) -> None:
    lower(protocol)
    request = submit_now(protocol, at=after(5))
    client.force_login(make_user(is_staff=True, is_superuser=True))

    html = client.get(reverse("admin:articles_reviewrequest_change", args=[request.pk])).content.decode()

    assert "What people would be told: 3 changes" in html
    assert html.count("<td>Routine</td><td>Soon</td><td>More urgent</td>") == 3


def test_two_versions_are_compared_by_what_people_are_told(protocol: Protocol, client: Client) -> None:
    lower(protocol)
    submit_now(protocol, at=after(5))
    first, second = Version.objects.filter(document=protocol.pk).order_by("number")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    address = reverse("admin:articles_version_compare", args=[first.pk])

    html = client.get(address, {"with": second.number}).content.decode()

    assert html.count("<td>Soon</td><td>Routine</td><td><strong>Less urgent</strong></td>") == 3
