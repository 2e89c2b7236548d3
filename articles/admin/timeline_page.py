"""The history of one document: who did what, when and why, with every version to read, compare and restore."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.publishing import permissions
from articles.services.timeline import timeline_of

from .links import change_url, row_urls


def timeline_urls(model_admin: Any) -> list[Any]:
    return row_urls(model_admin, timeline=_view(model_admin))


def _view(model_admin: Any) -> Any:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        document = model_admin.model._default_manager.filter(pk=pk).first()
        if document is None:
            raise Http404
        if not model_admin.has_view_permission(request, document):
            raise PermissionDenied
        opts = model_admin.opts
        may_restore = permissions.may(request.user, permissions.RESTORE)  # type: ignore[arg-type]
        restore = reverse(f"admin:{opts.app_label}_{opts.model_name}_restore", args=[pk]) if may_restore else ""
        context = {
            **model_admin.admin_site.each_context(request),
            "title": "History",
            "opts": opts,
            "original": document,
            "back": change_url(document),
            "happenings": timeline_of(document),
            "restore": restore,
        }
        return TemplateResponse(request, "articles/admin/timeline.html", context)

    return view
