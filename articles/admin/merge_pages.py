"""Entries that may be one and the same, and putting one in the place of the other after a look at what changes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles.content.markdown import to_html
from articles.models.fields import MarkdownField
from articles.publishing import Refused, permissions
from articles.services.duplicates import duplicates_among
from articles.services.merging import merge_entries, plan_merge

from .links import change_url
from .picking import DEFAULT_LOCALE


def is_library(model: Any) -> bool:
    return hasattr(model, "placements")


def merge_urls(model_admin: Any) -> list[Any]:
    if not is_library(model_admin.model):
        return []
    wrap, name = model_admin.admin_site.admin_view, f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"
    return [
        path("duplicates/", wrap(lambda request: _duplicates(model_admin, request)), name=f"{name}_duplicates"),
        path(
            "<int:pk>/merge/<int:other>/",
            wrap(lambda request, pk, other: _merge(model_admin, request, pk, other)),
            name=f"{name}_merge",
        ),
    ]


def duplicates_context(model_admin: Any) -> dict[str, Any]:
    if not is_library(model_admin.model):
        return {}
    opts = model_admin.opts
    return {"duplicates_address": reverse(f"admin:{opts.app_label}_{opts.model_name}_duplicates")}


def merge_address(kept: Any, dropped: Any) -> str:
    opts = kept._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_merge", args=[kept.pk, dropped.pk])


def _duplicates(model_admin: Any, request: HttpRequest) -> HttpResponse:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    pairs = [
        {
            "one": one,
            "one_url": change_url(one),
            "other": similar.document,
            "other_url": change_url(similar.document),
            "why": similar.why,
            "url": merge_address(one, similar.document),
        }
        for one, similar in duplicates_among(model_admin.model, locale=request.GET.get("locale") or DEFAULT_LOCALE)
    ]
    return _page(model_admin, request, "duplicates", {"title": "Possible duplicates", "pairs": pairs})


def _merge(model_admin: Any, request: HttpRequest, pk: int, other: int) -> HttpResponse:
    rows = model_admin.model._default_manager.in_bulk([pk, other])
    if len(rows) != 2:
        raise Http404
    kept, dropped = rows[pk], rows[other]
    user: Any = request.user
    if not model_admin.has_change_permission(request, kept) or not permissions.may(user, permissions.SUBMIT):
        raise PermissionDenied
    try:
        if request.method == "POST":
            plan = merge_entries(kept=kept, dropped=dropped, by=user, at=timezone.now())
            return _merged(request, kept, dropped, plan)
        plan = plan_merge(kept=kept, dropped=dropped)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(change_url(kept))
    context = {
        "title": f"Merge “{dropped}” into “{kept}”",
        "kept": kept,
        "dropped": dropped,
        "plan": plan,
        "texts": list(_texts(kept, dropped)),
        "other_way": merge_address(dropped, kept),
        "back": change_url(kept),
    }
    return _page(model_admin, request, "merge", context)


def _merged(request: HttpRequest, kept: Any, dropped: Any, plan: Any) -> HttpResponse:
    count = len(plan.users)
    pages = "1 page now shows" if count == 1 else f"{count} pages now show"
    done = f"Merged. {pages} “{kept}”, as drafts: submit them for review."
    left = "" if plan.is_deleted else f" “{dropped}” stays, used nowhere. Withdraw it once those pages are published."
    messages.success(request, done + left)
    return HttpResponseRedirect(change_url(kept))


def _texts(kept: Any, dropped: Any) -> Any:
    """The texts side by side: what only the dropped one says has to be brought over by a person."""
    for field in kept._meta.fields:
        if isinstance(field, MarkdownField) and (getattr(kept, field.name) or getattr(dropped, field.name)):
            # to_html cleans what it returns.
            shown = [mark_safe(to_html(getattr(row, field.name))) for row in (kept, dropped)]  # noqa: S308
            yield field.verbose_name, *shown


def _page(model_admin: Any, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    shared = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts}
    return TemplateResponse(request, f"articles/admin/{name}.html", {**shared, **context})
