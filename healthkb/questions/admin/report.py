"""Reports of problems, for owners of pages and for moderators; and how many readers a page helped."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone

from articles.admin.history import RecordAdmin
from healthkb.questions import services
from healthkb.questions.models import Helpfulness, ProblemReport
from healthkb.questions.reading import find_details

from .action import action_urls, offered
from .actions import REPORT_ACTIONS
from .question import marked


@admin.register(ProblemReport)
class ProblemReportAdmin(RecordAdmin):
    change_form_template = "questions/admin/report.html"
    list_display = ("number", "document", "category", "state", "reported_at")
    list_display_links = ("number",)
    list_filter = ("state", "category", "document__kind")
    list_select_related = ("document",)
    fields = ("reported_at",)

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request).select_related("document")
        if services.may(request.user, services.MODERATE):
            return rows
        return rows.filter(Q(document__owner=request.user))

    @admin.display(description="report", ordering="pk")
    def number(self, report: ProblemReport) -> str:
        return str(report)

    def get_urls(self) -> Any:
        return [*action_urls(self, REPORT_ACTIONS), *super().get_urls()]

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        report = kwargs["obj"]
        context.update(
            title=str(report),
            buttons=offered(report, REPORT_ACTIONS, user=request.user, at=timezone.now()),
            marked=marked(report.text),
            details=sorted({str(each.kind) for each in find_details(report.text)}),
            deleted_on=report.reported_at + services.kept_for(),
        )
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Helpfulness)
class HelpfulnessAdmin(RecordAdmin):
    list_display = ("document", "version", "helpful", "not_helpful")
    list_filter = ("document__kind",)
    list_select_related = ("document",)
    search_fields = ("document__title", "document__slug")
    fields = ("document", "version", ("helpful", "not_helpful"))
