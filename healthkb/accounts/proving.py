"""Proving again who is there, by the password, before what cannot be taken back or gives others power."""

import datetime as dt
import functools
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

SESSION_KEY = "proved_at"
GUARDED = re.compile(
    r"admin:(articles|triage)_\w+_(publish|publish_release|emergency_publish|withdraw|switch)"
    r"|admin:articles_reviewrequest_(approve|request_changes|decline)|admin:articles_reviewtask_close_task"
    r"|admin:articles_importbatch_(upload|confirm|undo)"
    r"|admin:healthkb_user_(add|change|second_step|sign_out)|admin:auth_user_password_change"
    r"|admin:healthkb_(apikey|webhookendpoint)_(add|change|replace_secret)"
    r"|second_step_codes|second_step_set_up|signed_in"
)


def remember_proof(request: HttpRequest, at: dt.datetime) -> None:
    request.session[SESSION_KEY] = int(at.timestamp())


def has_proved(request: HttpRequest, at: dt.datetime) -> bool:
    """A proof from a time that has yet to come, by a clock that went wrong, is none."""
    minutes = settings.PROVE_AGAIN_MINUTES
    return not minutes or abs(at.timestamp() - request.session.get(SESSION_KEY, 0)) < minutes * 60


def is_guarded(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and GUARDED.fullmatch(match.view_name) is not None


def ask_to_prove(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """Nothing is done by a request that comes too late after the last proof, before the password has come."""

    @functools.wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if is_guarded(request) and not has_proved(request, timezone.now()):
            return to_proof(request)
        return view(request, *args, **kwargs)

    return asking


def to_proof(request: HttpRequest) -> HttpResponse:
    """With 307 the browser sends its form on to the proof page, which keeps it until the password has come."""
    is_form = request.method == "POST"
    again = {"again": "1"} if is_form else {}
    address = f"{reverse('prove')}?{urlencode({'next': request.get_full_path(), **again})}"
    return HttpResponseRedirect(address, status=307 if is_form else 302)
