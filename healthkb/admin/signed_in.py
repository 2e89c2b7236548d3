"""The page on which people see where they are signed in, sign out there, and find their phone and recovery codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from healthkb.accounts.open_sessions import end_sessions, open_sessions

from .second_step import answer

ALL_OTHERS = "others"


def signed_in_page(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    here, at = request.session.session_key, timezone.now()
    if chosen := request.POST.get("end"):
        mark = "" if chosen == ALL_OTHERS else chosen
        ended = end_sessions(person=person, by=person, at=at, but=here, mark=mark)
        messages.success(request, ended_in_words(ended))
        return HttpResponseRedirect(request.path)
    sessions = sorted(open_sessions(person, at=at), key=lambda each: each.key != here)
    context = {"title": "Signing in", "here": here, "sessions": sessions, "all_others": ALL_OTHERS}
    return answer(request, "signed_in.html", context)


def ended_in_words(count: int) -> str:
    if not count:
        return "Nobody was signed in there any more."
    return "Signed out there." if count == 1 else f"Signed out in {count} browsers."
