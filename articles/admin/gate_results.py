"""What the checks found in each version, as it was kept, and the way to let a warning stand."""

from typing import Any

from django.contrib import admin
from django.urls import reverse

from articles.models import GateOverride, GateResult
from articles.publishing import can_be_overridden, permissions

from .history import RecordAdmin
from .transition_urls import transition_urls
from .transitions import RESULT_TRANSITIONS


@admin.register(GateResult)
class GateResultAdmin(RecordAdmin):
    change_form_template = "articles/admin/gate_result.html"
    list_display = ("check_id", "severity", "document", "version_number", "field", "words", "stage", "at")
    list_filter = ("severity", "run__stage", "check_id", "run__at")
    list_select_related = ("run__version__document",)
    search_fields = ("check_id", "words", "message", "run__version__document__title")
    fields = ("check_id", "severity", "document", "version_number", "field", "words", "message", "fix", "let_stand")
    readonly_fields = ("document", "version_number", "let_stand")
    ordering = ("-run__at", "-pk")

    def get_urls(self) -> Any:
        return [*transition_urls(self, RESULT_TRANSITIONS), *super().get_urls()]

    @admin.display(description="document")
    def document(self, result: GateResult) -> str:
        return str(result.run.version.document)

    @admin.display(description="version")
    def version_number(self, result: GateResult) -> int:
        return result.run.version.number

    @admin.display(description="when")
    def stage(self, result: GateResult) -> str:
        return str(result.run.get_stage_display())

    @admin.display(description="on", ordering="run__at")
    def at(self, result: GateResult) -> Any:
        return result.run.at

    @admin.display(description="let stand")
    def let_stand(self, result: GateResult) -> str:
        found = GateOverride.objects.filter(fingerprint=result.fingerprint).order_by("at")
        return "; ".join(f"{each.by_name}: {each.reason}" for each in found) or "No"

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        result = kwargs["obj"]
        possible = can_be_overridden(result.check_id, result.severity)
        if possible and permissions.may(request.user, permissions.OVERRIDE_GATES):
            context["override_url"] = reverse("admin:articles_gateresult_override", args=[result.pk])
        return super().render_change_form(request, context, *args, **kwargs)
