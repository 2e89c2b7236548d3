"""Doing one thing to many pages of a list: what would change, then yes, then how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.models import Article, BulkChange, Document
from articles.publishing import Refused, permissions, statuses_of
from articles.services.bulk import AT_ONCE, begin_bulk_change, continue_bulk_change

from .bulk_forms import FORMS, Action
from .columns import state_words
from .links import row_number


@dataclass(frozen=True, slots=True)
class Row:
    document: Any
    before: str
    after: str


def bulk_actions(model_admin: Any, request: HttpRequest) -> dict[str, tuple[Any, str, str]]:
    """For the list's own menu of actions."""
    user: Any = request.user
    if not model_admin.has_change_permission(request) or not permissions.may(user, permissions.SUBMIT):
        return {}
    offered = [each for each in Action if each != Action.TOPIC or model_admin.model is Article]
    return {f"bulk_{each.value}": (_begun(each), f"bulk_{each.value}", str(each.label)) for each in offered}


def _begun(action: Action) -> Callable[[Any, HttpRequest, Any], HttpResponse]:
    def act(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        return _page(model_admin, request, action, list(queryset.order_by("title", "pk")), FORMS[action]())

    return act


def bulk_urls(model_admin: Any) -> list[Any]:
    wrap, name = model_admin.admin_site.admin_view, f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_bulk"
    return [
        path("many/", wrap(lambda request: _answer(model_admin, request)), name=name),
        path(
            "many/<uuid:uuid>/", wrap(lambda request, uuid: _progress(model_admin, request, uuid)), name=f"{name}_done"
        ),
    ]


def _answer(model_admin: Any, request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    action = request.POST.get("bulk_action", "")
    if request.method != "POST" or action not in FORMS:
        return HttpResponseRedirect(
            reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")
        )
    if not bulk_actions(model_admin, request):
        raise PermissionDenied
    keys = [number for key in request.POST.getlist("document") if (number := row_number(key)) is not None]
    documents = list(model_admin.model._default_manager.filter(pk__in=keys).order_by("title", "pk"))
    form = FORMS[action](request.POST)
    is_confirmed = "confirm" in request.POST
    if not form.is_valid() or not is_confirmed:
        return _page(model_admin, request, action, documents, form)
    try:
        change = begin_bulk_change(action=action, values=form.values(), documents=documents, by=user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(model_admin, request, action, documents, form)
    if len(documents) <= AT_ONCE:
        continue_bulk_change(change=change, clock=timezone.now)
    name = f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_bulk_done"
    return HttpResponseRedirect(reverse(name, args=[change.uuid]))


def _page(model_admin: Any, request: HttpRequest, action: str, documents: list[Any], form: Any) -> HttpResponse:
    """With what each page has now and, once the form is filled in, what it would have."""
    is_filled = form.is_bound and form.is_valid()
    opts = model_admin.opts
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(Action(action).label),
        "opts": opts,
        "action_name": action,
        "form": form,
        "rows": list(_rows(action, documents, form if is_filled else None)),
        "is_filled": is_filled,
        "address": reverse(f"admin:{opts.app_label}_{opts.model_name}_bulk"),
        "back": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
        "is_long": len(documents) > AT_ONCE,
    }
    return TemplateResponse(request, "articles/admin/bulk.html", context, status=422 if form.errors else 200)


def _rows(action: str, documents: list[Any], form: Any) -> Any:
    data = form.cleaned_data if form else {}
    if action in (Action.SUBMIT, Action.SCHEDULE):
        statuses = statuses_of(documents, at=timezone.now())
        for each in documents:
            yield Row(each, state_words(statuses[each.pk]), _submitted(each, statuses[each.pk]) if form else "")
    for each in documents if action not in (Action.SUBMIT, Action.SCHEDULE) else ():
        before, after = _values(action, each, data)
        yield Row(each, before, ("Stays as it is" if before == after else after) if form else "")


def _values(action: str, document: Any, data: dict[str, Any]) -> tuple[str, str]:
    if action == Action.OWNER:
        return str(document.owner or "Nobody"), str(data.get("owner") or "Nobody")
    if action == Action.REVIEW_INTERVAL:
        return f"Every {document.review_interval_months} months", f"Every {data.get('review_interval')} months"
    names = sorted(str(topic) for topic in document.topics.all())
    after = sorted({*names, str(data.get("topic"))})
    return ", ".join(names) or "None", ", ".join(after)


def _submitted(document: Any, status: Any) -> str:
    summary = getattr(document, "check_summary", None)
    if not status.has_changes:
        return "Nothing new in it, so it is left out"
    if summary and summary.blocked:
        return f"Refused: {summary.blocked} must be put right first"
    return "Goes to review, with everything new that it uses"


def _progress(model_admin: Any, request: HttpRequest, uuid: Any) -> HttpResponse:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    change = get_object_or_404(BulkChange, uuid=uuid)
    if Document.objects.filter(pk__in=change.documents[:1]).exclude(kind=model_admin.model.KIND).exists():
        raise Http404  # it was begun in another list, which this person may not see
    if "json" in request.GET:
        return JsonResponse({"done": change.done, "finished": change.finished_at is not None})
    opts = model_admin.opts
    context = {
        **model_admin.admin_site.each_context(request),
        "title": str(change.get_action_display()),
        "opts": opts,
        "change": change,
        "total": len(change.documents),
        "went_well": change.done - len(change.problems),
        "back": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
        "page": f"admin:{opts.app_label}_{opts.model_name}_change",
    }
    return TemplateResponse(request, "articles/admin/bulk_done.html", context)
