"""How long somebody stays signed in, whatever is written into the session meanwhile."""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.http import HttpRequest
from django.utils import timezone

BEGAN = "signed_in_at"


def remember_beginning(request: HttpRequest, at: dt.datetime) -> None:
    request.session[BEGAN] = int(at.timestamp())


class SessionStore(DatabaseSessions):
    """Each ends ``SESSION_COOKIE_AGE`` after signing in. One from a time that has yet to come counts as over too."""

    def _get_session_from_db(self) -> Any:
        found = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        if found and self._is_over(found, timezone.now()):
            self._session_key = None
            return None
        return found

    def _is_over(self, session: Any, now: dt.datetime) -> bool:
        began = self.decode(session.session_data).get(BEGAN, now.timestamp())
        return bool(abs(now.timestamp() - began) >= self.get_session_cookie_age())
