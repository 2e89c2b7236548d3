"""The links between the pages of one protocol."""

from typing import Any

from django.urls import reverse

from triage.models import Protocol

LISTS = (
    ("questions", "finding", "findings"),
    ("rules", "rule", "rules"),
    ("cause links", "causefinding", "cause_findings"),
    ("remedies", "remedychoice", "remedies"),
    ("test cases", "testcase", "cases"),
)


def row_lists(protocol: Protocol) -> list[dict[str, Any]]:
    return [_row_list(protocol, *each) for each in LISTS]


def _row_list(protocol: Protocol, name: str, model: str, attribute: str) -> dict[str, Any]:
    address = reverse(f"admin:triage_{model}_changelist")
    add = reverse(f"admin:triage_{model}_add")
    return {
        "name": name,
        "model": model,
        "count": getattr(protocol, attribute).count(),
        "url": f"{address}?protocol__id__exact={protocol.pk}",
        "add_url": f"{add}?protocol={protocol.pk}",
    }
