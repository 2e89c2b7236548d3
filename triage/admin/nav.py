"""The links between the pages of one protocol."""

from typing import Any

from django.urls import reverse

from triage.models import Protocol

LISTS = ("findings", "rules", "cause_findings", "remedies", "cases")


def row_lists(protocol: Protocol) -> list[dict[str, Any]]:
    return [_row_list(protocol, getattr(protocol, each)) for each in LISTS]


def _row_list(protocol: Protocol, rows: Any) -> dict[str, Any]:
    opts = rows.model._meta
    address = reverse(f"admin:triage_{opts.model_name}_changelist")
    add = reverse(f"admin:triage_{opts.model_name}_add")
    return {
        "name": opts.verbose_name_plural,
        "model": opts.model_name,
        "count": rows.count(),
        "url": f"{address}?protocol__id__exact={protocol.pk}",
        "add_url": f"{add}?protocol={protocol.pk}",
    }
