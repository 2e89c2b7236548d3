import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer
from rest_framework.request import Request

_SESSION_KEY = re.compile(r"[a-z0-9]{32}", re.ASCII)


class BrowsableForStaff(DefaultContentNegotiation):
    """Everyone gets JSON; a browser in which a member of staff has signed in gets the browsable pages."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        offered = list(renderers)
        if not may_browse(request):
            offered = [renderer for renderer in offered if not isinstance(renderer, BrowsableAPIRenderer)]
        chosen: tuple[BaseRenderer, str] = super().select_renderer(request, offered, format_suffix)
        return chosen


def may_browse(request: Request) -> bool:
    """The account is looked at only when a browser asks, so that ordinary reads never touch the session."""
    if not is_of_a_session(request):
        return False
    user: Any = request.user
    return bool(user and user.is_active and user.is_staff)


def is_of_a_session(request: HttpRequest | Request) -> bool:
    """Whether it asks for a page and names a session; whether there is such a session, only the database knows."""
    if "text/html" not in request.META.get("HTTP_ACCEPT", ""):
        return False
    return bool(_SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")))
