"""The page that an editor begins the day with."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from articles.models import Published
from articles.services.worklist import Task, worklist
from healthkb.questions.services import worklist_rows


def worklist_page(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    at = timezone.now()
    sections = [
        {"section": each, "tasks": [(task, address_of(task)) for task in each.tasks]}
        for each in (*worklist(person=person, at=at), *worklist_rows(person, at))
    ]
    context: dict[str, Any] = {**admin.site.each_context(request), "title": "Worklist", "sections": sections}
    return TemplateResponse(request, "healthkb/worklist.html", context)


def address_of(task: Task) -> str:
    """The page where the task is done: of a live document, the page of its working text."""
    row: Any = task.row.document if isinstance(task.row, Published) else task.row
    name = row.kind.replace("_", "") if hasattr(row, "kind") else row._meta.model_name
    name = {"test": "diagnostictest"}.get(name, name)
    for app in ("articles", "triage", "questions"):
        try:
            return reverse(f"admin:{app}_{name}_change", args=[row.pk])
        except NoReverseMatch:
            continue
    return ""
