from typing import Any, ClassVar

from django.contrib import admin
from django.forms import ModelForm
from django.utils.html import format_html_join

from triage.models import Rule, RuleCondition

from .condition_fields import SentenceField
from .rows import ProtocolRowAdmin, RowInline, protocol_in
from .sentences import findings_of, labels_of, sentences_of


class ConditionInline(RowInline):
    """The sentence builder: each row is “… if this and this and this”; any one row is enough."""

    model = RuleCondition
    fields = ("all_of", "position")
    verbose_name = "sentence"
    verbose_name_plural = "This level is given if … (any one row is enough)"
    extra = 1

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        protocol = protocol_in(request, obj)
        findings = findings_of(protocol) if protocol else []

        longest = max((len(row.all_of) for row in obj.conditions.all()), default=0) if obj else 0

        class SentenceForm(ModelForm):  # type: ignore[type-arg]
            all_of = SentenceField(findings, longest, label="if")

            class Meta:
                model = RuleCondition
                fields = ("all_of", "position")

        return super().get_formset(request, obj, form=SentenceForm, **kwargs)


@admin.register(Rule)
class RuleAdmin(ProtocolRowAdmin):
    list_display = ("code", "level", "in_words", "level_if_unsure", "protocol")
    list_filter = ("protocol", "level")
    search_fields = ("code", "message", "conditions__all_of")
    inlines = (ConditionInline,)
    autocomplete_fields = ("red_flag", "references")
    change_form_template = "triage/admin/rule.html"
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("protocol", "code", ("level", "level_if_unsure"))}),
        ("What readers are told", {"fields": ("message", "action")}),
        ("What it rests on", {"fields": ("red_flag", "references", "rationale", "position")}),
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("protocol").prefetch_related("conditions")

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        self._labels: dict[int, dict[str, str]] = {}
        return super().changelist_view(request, extra_context)

    @admin.display(description="sentence")
    def in_words(self, rule: Rule) -> str:
        known = self._labels.setdefault(rule.protocol_id, {}) or labels_of(findings_of(rule.protocol))
        self._labels[rule.protocol_id] = known
        return format_html_join("; ", "{}", ((sentence,) for sentence in sentences_of(rule, known)))
