"""The first page of the admin: what waits, what is due, what was published, how the content is doing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.admin.columns import kind_label
from articles.publishing import kind_named
from articles.services.overview import content_health, lately_edited_by, published_lately, unsaved_by
from articles.services.worklist import worklist

from .worklist import address_of

SHOWN = 5
# The parts of the worklist that the first page begins.
FIRST = 3


def home_page(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not user.has_module_perms("articles"):
        return admin.site.index(request)
    at = timezone.now()
    sections = [
        {"section": each, "tasks": [(task, address_of(task)) for task in each.tasks[:SHOWN]]}
        for each in worklist(person=user, at=at)[:FIRST]
    ]
    return admin.site.index(
        request,
        {
            "sections": sections,
            "unsaved": [(each, _page_of(each)) for each in unsaved_by(user)],
            "lately": [(each, _address(each)) for each in lately_edited_by(user)],
            "published": [(each, kind_label(each.kind), _address(each.document)) for each in published_lately(at=at)],
            "charts": content_health(at=at),
        },
    )


def _address(document: Any) -> str:
    opts = kind_named(document.kind).model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[document.pk])


def _page_of(buffer: Any) -> str:
    if buffer.document is not None:
        return _address(buffer.document)
    opts = kind_named(buffer.kind).model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
