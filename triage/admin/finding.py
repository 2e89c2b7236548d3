from typing import Any, ClassVar

from django.contrib import admin

from triage.models import Finding, FindingOption, FindingThreshold

from .rows import ProtocolRowAdmin, RowInline


class OptionInline(RowInline):
    model = FindingOption
    fields = (("code", "label", "red_flag"), ("synonyms", "position"))


class ThresholdInline(RowInline):
    model = FindingThreshold
    fields = (("code", "op", "value"), ("label", "position"))


@admin.register(Finding)
class FindingAdmin(ProtocolRowAdmin):
    list_display = ("code", "text", "kind", "stage", "allows_unsure", "safety_critical", "protocol")
    search_fields = ("code", "text")
    inlines: ClassVar[Any] = (OptionInline, ThresholdInline)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("protocol", ("code", "kind", "stage", "position"), "text", "text_for_carer", "help")}),
        ("Answers", {"fields": (("allows_unsure", "unsure_label"), ("allows_none", "none_label"), "red_flag")}),
        ("A number", {"fields": (("min", "max", "step", "unit"),)}),
        ("Asking it", {"fields": (("required", "safety_critical"), "applies", "synonyms")}),
    )
