"""One search over everything that editors write, in the head of every page."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.models import Document
from articles.publishing import statuses_of
from articles.services.finding import find_everywhere

from .columns import state_chip
from .links import change_url

ALL_OF_A_KIND = 200


def search_page(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not user.has_module_perms("articles"):
        raise PermissionDenied
    words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    groups = [
        group
        for group in find_everywhere(words, most=ALL_OF_A_KIND if kind else 10, kind=kind)
        if _may_see(user, group)
    ]
    documents = [hit.row for group in groups for hit in group.hits if isinstance(hit.row, Document)]
    statuses = statuses_of(documents, at=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": "Search",
        "words": words,
        "count": sum(group.count for group in groups),
        "groups": [(group, [_shown(hit, statuses) for hit in group.hits]) for group in groups],
        "is_one_kind": bool(kind),
    }
    return TemplateResponse(request, "articles/admin/search.html", context)


def _shown(hit: Any, statuses: Any) -> dict[str, Any]:
    status = statuses.get(hit.row.pk) if isinstance(hit.row, Document) else None
    return {
        "name": str(getattr(hit.row, "alt", "") or hit.row),
        "url": change_url(hit.row),
        "excerpt": hit.excerpt,
        "state": state_chip(status) if status else "",
        "locale": hit.row.get_locale_display() if isinstance(hit.row, Document) and hit.row.locale != "en" else "",
    }


def _may_see(user: Any, group: Any) -> bool:
    opts = group.hits[0].row._meta
    return bool(user.has_perm(f"{opts.app_label}.view_{opts.model_name}"))
