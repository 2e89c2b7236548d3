"""The database itself refuses bad rows."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.triage.builders import make_protocol
from triage.models import Protocol

pytestmark = pytest.mark.django_db


@pytest.fixture
def protocol() -> Protocol:
    return make_protocol()


@pytest.mark.parametrize(
    ("rows", "change", "name"),
    [
        ("stages", {"code": "Not A Code"}, "stage_code_shaped"),
        ("findings", {"kind": "essay"}, "finding_kind_known"),
        ("findings", {"min": 5, "max": 5}, "finding_min_below_max"),
        ("findings", {"code": "A"}, "finding_code_shaped"),
        ("findings", {"red_flag": "soonish"}, "finding_red_flag_known"),
        ("rules", {"code": "E 01"}, "rule_code_shaped"),
        ("rules", {"level": "soonish"}, "rule_level_known"),
        ("rules", {"level": "self_care"}, "rule_never_self_care"),
        ("rules", {"level_if_unsure": "self_care"}, "rule_never_self_care"),
        ("rules", {"level_if_unsure": "soonish"}, "rule_level_if_unsure_known"),
        ("cause_findings", {"if_present": "?"}, "cause_finding_weight_known"),
        ("cases", {"code": ""}, "test_case_code_shaped"),
        ("cases", {"level": "soonish"}, "test_case_level_known"),
        ("cases", {"worst_possible": "soonish"}, "test_case_worst_known"),
    ],
)
def test_a_bad_row_is_refused(protocol: Protocol, rows: str, change: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        getattr(protocol, rows).update(**change)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"scope_level": "self_care"}, "protocol_out_of_scope_never_self_care"),
        ({"scope_level": "soonish"}, "protocol_scope_level_known"),
        ({"default_level": "soonish"}, "protocol_default_level_known"),
        ({"remedies_up_to": "soonish"}, "protocol_remedies_level_known"),
        ({"recheck_after_days": 0}, "protocol_recheck_in_days"),
    ],
)
def test_a_bad_protocol_is_refused(protocol: Protocol, change: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Protocol.objects.filter(pk=protocol.pk).update(**change)


def test_a_condition_needs_a_finding(protocol: Protocol) -> None:
    with pytest.raises(IntegrityError, match="rule_condition_filled"), transaction.atomic():
        protocol.rules.get(code="E01").conditions.update(all_of=[])


@pytest.mark.parametrize("rows", ["stages", "findings", "rules", "cases"])
def test_a_code_stands_once(protocol: Protocol, rows: str) -> None:
    row = getattr(protocol, rows).first()
    row.pk = None

    with pytest.raises(IntegrityError, match=r"UNIQUE|duplicate"), transaction.atomic():
        row.save()
