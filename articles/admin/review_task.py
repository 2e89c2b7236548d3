"""Documents that embed a part which was changed for safety, waiting for somebody to look at them again."""

from typing import Any

from django.contrib import admin
from django.urls import reverse

from articles.models import Published, ReviewTask, Version
from articles.publishing import kind_named
from articles.services.comparing import as_lines, compare_versions

from .history import RecordAdmin
from .page import Button
from .side_by_side import side_by_side
from .transition_urls import transition_urls
from .transitions import TASK_TRANSITIONS


@admin.register(ReviewTask)
class ReviewTaskAdmin(RecordAdmin):
    change_form_template = "articles/admin/review_task.html"
    list_display = ("document", "changed_part", "opened_at", "state", "closed_by")
    list_filter = ("outcome", "opened_at")
    list_select_related = ("document", "because__document", "closed_by")
    search_fields = ("document__title", "because__document__title", "note")
    fields = ("document",)

    @admin.display(description="what was changed in it")
    def changed_part(self, task: ReviewTask) -> str:
        return f"{task.because.document}, version {task.because.number}"

    @admin.display(description="state")
    def state(self, task: ReviewTask) -> str:
        return str(task.get_outcome_display()) if task.outcome else "To be looked at"

    def get_urls(self) -> Any:
        return [*transition_urls(self, TASK_TRANSITIONS), *super().get_urls()]

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        context.update(task_context(kwargs["obj"], request.user))
        return super().render_change_form(request, context, *args, **kwargs)


def task_context(task: ReviewTask, user: Any) -> dict[str, Any]:
    part = task.because
    before = Version.objects.filter(document=part.document_id, number__lt=part.number).order_by("-number").first()
    each = TASK_TRANSITIONS["close_task"]
    wrote_it = part.authors.filter(pk=user.pk).exists()
    may_close = task.is_open and each.permitted(user) and not wrote_it
    url = reverse("admin:articles_reviewtask_close_task", args=[task.pk])
    return {
        "title": "Look again",
        "task": task,
        "part": part,
        "lines": side_by_side(as_lines(compare_versions(before, part))) if before else [],
        "live": Published.objects.filter(document=task.document_id).defer("body", "summary").first(),
        "page_url": page_url(task),
        "wrote_it": wrote_it,
        "buttons": [Button(each.label, url, main=True)] if may_close else [],
    }


def page_url(task: ReviewTask) -> str:
    model = kind_named(task.document.kind).model
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[task.document_id])
