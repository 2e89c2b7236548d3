"""Where an account is signed in now, and signing it out there."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db import transaction
from django.utils.crypto import constant_time_compare

from articles.content.vocabulary import AuditAction
from articles.publishing import audit
from healthkb.models import AccountSession, User

from .second_step import has_taken_second_step, owes_second_step
from .sessions import BEGAN, BROWSER, OFTEN, SessionStore, is_over


@dataclass(frozen=True, slots=True)
class OpenSession:
    key: str  # opens the account, so it stays on the server
    browser: str
    began_at: dt.datetime
    last_used_at: dt.datetime
    is_half: bool  # the password was given, the code from the phone was not

    @property
    def mark(self) -> str:
        """Says on a page which one is meant, and opens nothing."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:16]


def open_sessions(person: User, *, at: dt.datetime) -> list[OpenSession]:
    """The one that was used last comes first."""
    rows = AccountSession.objects.filter(account=person, expire_date__gt=at).order_by("-last_used_at", "pk")
    return [_open_session(row, data, person) for row in rows if _is_open(row, data := _data_of(row), person, at)]


@transaction.atomic
def end_sessions(*, person: User, by: User, at: dt.datetime, but: str | None, mark: str = "") -> int:
    """Of this person: the one with that mark, or all, but never the one with the key ``but``. Returns how many."""
    ended = [each.key for each in open_sessions(person, at=at) if each.key != but and mark in ("", each.mark)]
    rows = AccountSession.objects.filter(account=person).exclude(pk=but)
    (rows.filter(pk__in=ended) if mark else rows).delete()  # all: also what is over by the clock of this server
    if ended:
        audit(action=AuditAction.SIGNED_OUT, by=by, at=at, subject=person, details={"sessions": len(ended)})
    return len(ended)


def _data_of(row: AccountSession) -> dict[str, Any]:
    return SessionStore().decode(row.session_data)


def _is_open(row: AccountSession, data: dict[str, Any], person: User, at: dt.datetime) -> bool:
    """Whether a request with it would still be let in."""
    idle = dt.timedelta(minutes=settings.IDLE_MINUTES)
    is_idle = bool(idle) and abs(at - row.last_used_at) >= idle + OFTEN
    hashes = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return (
        person.is_active
        and not is_idle
        and not is_over(data, at)
        and any(constant_time_compare(data.get(HASH_SESSION_KEY, ""), each) for each in hashes)
    )


def _open_session(row: AccountSession, data: dict[str, Any], person: User) -> OpenSession:
    return OpenSession(
        key=row.pk,
        browser=data.get(BROWSER, ""),
        began_at=dt.datetime.fromtimestamp(data[BEGAN], dt.UTC),
        last_used_at=row.last_used_at,
        is_half=owes_second_step(person) and not has_taken_second_step(data, person),
    )
