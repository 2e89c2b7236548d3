"""How long somebody stays signed in, whatever is written into the session meanwhile, and whose it is."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as ACCOUNT
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from healthkb.models import AccountSession

from .browsers import browser_named

BEGAN = "signed_in_at"
BROWSER = "browser"
OFTEN = dt.timedelta(minutes=5)
LONG_OVER = dt.timedelta(days=7)  # also by a clock that is ahead


def remember_beginning(request: HttpRequest, at: dt.datetime) -> None:
    """Rows of sessions that nobody signed out of go then, too."""
    AccountSession.objects.filter(expire_date__lt=at - LONG_OVER).delete()
    request.session[BEGAN] = int(at.timestamp())
    request.session[BROWSER] = browser_named(request.headers.get("User-Agent", ""))


class SessionStore(DatabaseSessions):
    """Each ends ``SESSION_COOKIE_AGE`` after signing in. One from a time that has yet to come counts as over too."""

    used_at: dt.datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        return AccountSession

    def create_model_instance(self, data: Mapping[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)  # type: ignore[arg-type]
        row.account_id, row.last_used_at = data.get(ACCOUNT), timezone.now()
        return row

    def note_use(self, at: dt.datetime) -> None:
        """Most pages that are only read write nothing, and none fails for it."""
        if self.used_at is None or abs(at - self.used_at) < OFTEN:
            return
        with suppress(DatabaseError):
            AccountSession.objects.filter(pk=self.session_key).update(last_used_at=at)

    def _get_session_from_db(self) -> Any:
        found = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        if found is None:
            return None
        if is_over(self.decode(found.session_data), timezone.now()):
            self._session_key = None
            return None
        self.used_at = found.last_used_at
        return found


def is_over(data: Mapping[str, Any], now: dt.datetime) -> bool:
    began = data.get(BEGAN, now.timestamp())
    return bool(abs(now.timestamp() - began) >= settings.SESSION_COOKIE_AGE)
