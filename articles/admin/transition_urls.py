"""The page of one transition: what will happen, what it asks, one button. Every right is checked again here."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Document, ReviewRequest
from articles.publishing import (
    Refused,
    allowed_transitions,
    check_gates,
    live_users_of,
    open_requests_of,
    parts_to_take_along,
    status_of,
)

from .links import change_url, row_urls
from .problem_list import shown_problems
from .transitions import DOCUMENT_TRANSITIONS, Transition


def transition_urls(model_admin: Any, transitions: Mapping[str, Transition] = DOCUMENT_TRANSITIONS) -> list[Any]:
    return row_urls(model_admin, **{each.name: _view(model_admin, each) for each in transitions.values()})


def _view(model_admin: Any, transition: Transition) -> Any:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        subject = model_admin.get_object(request, str(pk))
        if subject is None:
            raise Http404
        if not transition.permitted(request.user) or not model_admin.has_view_permission(request, subject):
            raise PermissionDenied
        return _answer(model_admin, transition, request, subject)

    return view


def _answer(model_admin: Any, transition: Transition, request: HttpRequest, subject: Any) -> HttpResponse:
    at = timezone.now()
    user: Any = request.user
    is_post = request.method == "POST"
    form = transition.form(
        request.POST if is_post else None, initial=dict(request.GET.items()), user=user, subject=subject
    )
    problems: list[Any] = []
    if is_post and form.is_valid():
        try:
            result = transition.run(subject, form.cleaned_data, user, at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            problems = refusal.problems
        else:
            messages.success(request, f"“{subject}”: {_done(transition, subject, result)}")
            return HttpResponseRedirect(_next_page(result, subject))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": transition.label,
        "subtitle": str(subject),
        "opts": model_admin.opts,
        "original": subject,
        "back": change_url(subject),
        "transition": transition,
        "form": form,
        "media": model_admin.media + form.media,
        "problems": shown_problems(problems),
        **consequences(transition, subject, at),
    }
    if not is_post and isinstance(subject, Document):
        context["impossible"] = transition.name not in allowed_transitions(subject, by=user, at=at)
    status = 200 if not form.errors else 422
    return TemplateResponse(request, "articles/admin/transition.html", context, status=status)


def _done(transition: Transition, subject: Any, result: Any) -> str:
    if transition.name in ("publish", "publish_release") and not result and subject.go_live_at:
        when = date_format(timezone.localtime(subject.go_live_at), "j F Y, H:i")
        return f"Ready. Readers get it on {when}, by itself."
    return transition.done


def consequences(transition: Transition, subject: Any, at: Any) -> dict[str, Any]:
    """What the person should know before pressing the button."""
    if transition.name == "submit":
        taken_along = parts_to_take_along(subject, at=at)
        return {
            "taken_along": taken_along,
            "live_users": live_users_of(subject, at=at),
            "gate_problems": shown_problems(check_gates([subject, *taken_along], at=at)),
        }
    if transition.name == "withdraw":
        return {"live_users": live_users_of(subject, at=at), "open_requests": open_requests_of(subject)}
    if transition.name == "restore":
        return {"live": status_of(subject, at=at).live}
    return {}


def _next_page(result: Any, subject: Any) -> str:
    return change_url(result if isinstance(result, ReviewRequest) else subject)
