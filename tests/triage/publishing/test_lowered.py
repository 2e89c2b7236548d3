"""Advice that becomes less urgent needs a second clinician."""

import pytest

from articles.publishing import NotApproved, publish, status_of
from tests.builders import after, approve_now, edit, make_clinician, make_publisher, publish_now, submit_now
from tests.triage.builders import make_protocol
from triage.models import Protocol

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
    protocol.cases.create(code="C08", answers={"sudden": ["face"]}, level="emergency")
    assert submit_now(protocol, at=after(5)).clinical_reviews == 0

    protocol.findings.filter(code="pain").update(kind="many_of")

    protocol.cases.filter(code__in=["C05", "C06"]).delete()
    protocol.cases.create(code="C09", answers={"pain": ["bad"]}, level="routine")
    edit(protocol)
    assert submit_now(protocol, at=after(6)).clinical_reviews == 2
