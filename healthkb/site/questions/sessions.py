from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from healthkb.site import public_api
from healthkb.site.page import page
from healthkb.site.paging import all_results
from healthkb.site.public_api import Json

IN_WORDS = {"upcoming": "Upcoming", "open": "Open now: experts are answering", "closed": "Closed"}
ORDER = ("open", "upcoming", "closed")


@require_safe
def sessions_page(request: HttpRequest) -> HttpResponse:
    found = [with_times(each) for each in all_results(request, "expert-sessions/")]
    found.sort(key=lambda each: ORDER.index(each["state"]))
    return page(request, "site/questions/sessions.html", {"sessions": found})


@require_safe
def session_page(request: HttpRequest, slug: str) -> HttpResponse:
    session = with_times(public_api.found(request, f"expert-sessions/{slug}/"))
    return page(request, "site/questions/session.html", {"session": session})


def with_times(session: Json) -> Json:
    """Times as templates format them, in the time zone of the site, and the state in words."""
    times = {name: parse_datetime(session[name]) for name in ("collects_from", "starts_at", "ends_at")}
    return {**session, **times, "in_words": IN_WORDS[session["state"]]}
