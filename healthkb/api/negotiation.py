from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, BrowsableAPIRenderer
from rest_framework.request import Request


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
    if "text/html" not in request.META.get("HTTP_ACCEPT", ""):
        return False
    user: Any = request.user
    return bool(user and user.is_active and user.is_staff)
