"""Whoever does nothing for a while is signed out.

When somebody last did something is in a signed cookie, as a page that is only read writes nothing into the database.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from healthkb.accounts.proving import SESSION_KEY
from healthkb.models import User

_SALT = "healthkb.accounts.idle"
_OFTEN = 60  # seconds, so that most answers set no cookie


def is_idle(request: HttpRequest, person: User) -> bool:
    """A time that has yet to come, by a clock that went wrong, does not count."""
    return _is_longer_ago(request, person, settings.IDLE_MINUTES * 60, timezone.now())


def note_activity(request: HttpRequest, response: HttpResponse, person: User) -> None:
    at = timezone.now()
    if not _is_longer_ago(request, person, _OFTEN, at) or "public" in response.get("Cache-Control", ""):
        return
    response.set_cookie(
        settings.IDLE_COOKIE_NAME,
        signing.dumps([person.pk, int(at.timestamp())], salt=_SALT),
        max_age=settings.IDLE_MINUTES * 60,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_person(response: HttpResponse) -> None:
    """For who signs out. Cookies are not named in the header: the next page to sign in on needs one of its own.

    Browsers heed it over HTTPS only, so signed_out.js clears what is kept for a window too.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.IDLE_COOKIE_NAME, samesite="Lax")


def _is_longer_ago(request: HttpRequest, person: User, seconds: int, at: dt.datetime) -> bool:
    known = (_told_by_cookie(request, person), request.session.get(SESSION_KEY, 0))
    return settings.IDLE_MINUTES > 0 and all(abs(at.timestamp() - seen) >= seconds for seen in known)


def _told_by_cookie(request: HttpRequest, person: User) -> int:
    try:
        told: Any = signing.loads(request.COOKIES.get(settings.IDLE_COOKIE_NAME, ""), salt=_SALT)
    except signing.BadSignature:
        return 0
    of, at = told
    return int(at) if of == person.pk else 0
