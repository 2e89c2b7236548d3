"""Everything that the checks say of one document, as its text stands now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from articles.services import report_on

from .links import change_url


def checks_urls(model_admin: Any) -> list[Any]:
    view = model_admin.admin_site.admin_view(lambda request, pk: _page(model_admin, request, pk))
    opts = model_admin.opts
    return [path("<int:pk>/what-the-checks-say/", view, name=f"{opts.app_label}_{opts.model_name}_report")]


def _page(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    document = model_admin.model._default_manager.filter(pk=pk).first()
    if document is None:
        raise Http404
    if not model_admin.has_view_permission(request, document):
        raise PermissionDenied
    report = report_on(document, at=timezone.now())
    groups = [
        ("Must be put right", "block", report.blocked),
        ("Please look at", "warn", report.warnings),
        ("Good to know", "note", report.notes),
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"What the checks say: {document}",
        "opts": model_admin.opts,
        "original": document,
        "back": change_url(document),
        "report": report,
        "groups": [group for group in groups if group[2]],
        "due": [each for each in report.people_checks if each.is_due],
    }
    return TemplateResponse(request, "articles/admin/checks.html", context)
