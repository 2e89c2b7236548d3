"""The page of one thing that can be done: what will happen, what it asks, one button. Services check every right."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from articles.admin.links import row_urls
from articles.admin.transition_forms import TransitionForm
from articles.publishing import Refused

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """``run`` takes the row, the cleaned form, who and when. ``is_possible`` is asked before the page is shown."""

    name: str
    label: str
    form: type[TransitionForm]
    run: Callable[[Any, Data, Any, dt.datetime], Any]
    is_possible: Callable[[Any, Any, dt.datetime], bool]
    is_permitted: Callable[[Any, Any], bool]
    done: str
    intro: str
    danger: bool = False


def action_urls(model_admin: Any, actions: Mapping[str, Action]) -> list[Any]:
    return row_urls(model_admin, **{each.name: _view(model_admin, each) for each in actions.values()})


def offered(row: Any, actions: Mapping[str, Action], *, user: Any, at: dt.datetime) -> list[dict[str, Any]]:
    """As the buttons of its page."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
    return [
        {"label": each.label, "url": reverse(f"{name}_{each.name}", args=[row.pk]), "danger": each.danger}
        for each in actions.values()
        if each.is_permitted(row, user) and each.is_possible(row, user, at)
    ]


def _view(model_admin: Any, action: Action) -> Any:
    @sensitive_post_parameters()
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = model_admin.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not model_admin.has_view_permission(request, row) or not action.is_permitted(row, request.user):
            raise PermissionDenied
        return _answer(model_admin, action, request, row)

    return view


def _answer(model_admin: Any, action: Action, request: HttpRequest, row: Any) -> HttpResponse:
    at, is_post = timezone.now(), request.method == "POST"
    back = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    form = action.form(request.POST if is_post else None, user=request.user, subject=row)
    problems: list[Any] = []
    if is_post and form.is_valid():
        try:
            action.run(row, form.cleaned_data, request.user, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            problems = refusal.problems
        else:
            messages.success(request, f"{row}: {action.done}")
            return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": action.label,
        "subtitle": str(row),
        "opts": model_admin.opts,
        "original": row,
        "back": back,
        "transition": action,
        "form": form,
        "media": model_admin.media + form.media,
        "problems": problems,
        "impossible": not is_post and not action.is_possible(row, request.user, at),
    }
    return TemplateResponse(request, "articles/admin/transition.html", context, status=422 if form.errors else 200)
