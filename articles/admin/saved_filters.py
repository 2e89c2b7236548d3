"""The filters that a person has kept for a list, above it: to use, to add to, to take out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse

from articles.publishing import Refused
from articles.services.saved_filters import NOT_KEPT, delete_filter, filters_of, save_filter

from .links import row_number


def filter_urls(model_admin: Any) -> list[Any]:
    view = model_admin.admin_site.admin_view(lambda request: _write(model_admin, request))
    return [path("filters/", view, name=_name(model_admin))]


def filter_context(model_admin: Any, request: Any) -> dict[str, Any]:
    query = request.GET.copy()
    for name in NOT_KEPT:
        query.pop(name, None)
    found = filters_of(list_name=model_admin.model._meta.label_lower, person=request.user)
    chosen = query.urlencode()
    return {
        "saved_filters": [(each, each.query == chosen) for each in found],
        "filter_query": chosen,
        "filter_address": reverse(f"admin:{_name(model_admin)}"),
    }


def _name(model_admin: Any) -> str:
    return f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_filters"


def _write(model_admin: Any, request: HttpRequest) -> Any:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    user: Any = request.user
    opts, query = model_admin.opts, request.POST.get("query", "")
    if (key := row_number(request.POST.get("delete"))) is not None:
        delete_filter(key=key, by=user)
    else:
        try:
            kept = save_filter(list_name=opts.label_lower, name=request.POST.get("name", ""), query=query, by=user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            query = kept.query
            messages.success(request, f"Kept as “{kept}”. It stands above this list for you.")
    back = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return HttpResponseRedirect(f"{back}?{query}" if query else back)
