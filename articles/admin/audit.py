"""The audit log, to read. Nobody can write to it here, superusers no more than others."""

import json
from typing import Any

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from articles.models import AuditEntry

from .history import RecordAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(RecordAdmin):
    list_display = ("number", "at", "by_name", "account", "action", "subject", "what")
    list_display_links = ("number",)
    list_filter = ("action", "at")
    search_fields = ("by_name", "subject", "subject_id", "details")
    fields = ("number", "at", "action", "by_name", "account", "subject", ("subject_kind", "subject_id"), "what")
    readonly_fields = ("account", "what")
    ordering = ("-number",)

    @admin.display(description="account number")
    def account(self, entry: AuditEntry) -> int | None:
        """Names can be changed, to that of somebody else too."""
        return entry.by_id

    @admin.display(description="details")
    def what(self, entry: AuditEntry) -> Any:
        details = json.loads(entry.details)
        return format_html_join(mark_safe("<br>"), "{}: {}", ((name, _text(each)) for name, each in details.items()))


def _text(value: Any) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)
