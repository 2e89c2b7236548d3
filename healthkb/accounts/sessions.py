from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone


class SessionStore(DatabaseSessions):
    """None lives twice as long as it should: one made while the clock was a day ahead ends when it is put right."""

    def _get_session_from_db(self) -> Any:
        found = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        if found and (found.expire_date - timezone.now()).total_seconds() > 2 * self.get_session_cookie_age():
            self._session_key = None
            return None
        return found
