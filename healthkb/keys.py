"""API keys: making one, ending one, and telling whose a key is."""

import datetime as dt
import hashlib
import hmac
import re
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from articles.content.vocabulary import AuditAction
from articles.publishing import Refused, audit
from articles.services.previews import may_share
from healthkb.models import ApiKey, Scope, User

LONGEST = dt.timedelta(days=366)
_SHAPE = re.compile(r"hkb_([A-Za-z0-9]{12})_[A-Za-z0-9_-]{43}")


class KeyRefused(Refused):
    pass


@transaction.atomic
def make_key(*, key: ApiKey, by: User, at: dt.datetime) -> str:
    """Save a new key of this person. Returns the key itself, which is shown this once. Raises KeyRefused."""
    if not at < key.expires_at <= at + LONGEST:
        raise KeyRefused("Let the key end within a year from now.")
    if key.scope == Scope.PREVIEW and not may_share(by):
        raise KeyRefused("Your account may not show drafts, so a key of yours may not either. Choose reading only.")
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(12))
    text = f"hkb_{prefix}_{secrets.token_urlsafe(32)}"
    key.owner, key.prefix, key.sha256, key.made_at = by, prefix, _sha256(text), at
    key.owner_mark = mark_of(by)
    key.save(force_insert=True)
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=key, details={"what": "made", "scope": key.scope})
    return text


@transaction.atomic
def end_key(*, key: ApiKey, by: User, at: dt.datetime) -> None:
    """From now on it opens nothing. Raises KeyRefused."""
    if key.owner_id != by.pk and not by.has_perm("healthkb.change_apikey"):
        raise KeyRefused("This is somebody else's key. Ask an administrator to end it.")
    if ApiKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=at):
        audit(action=AuditAction.CHANGED, by=by, at=at, subject=key, details={"what": "ended"})


def key_named(text: str) -> ApiKey | None:
    """The one whose first letters these are, whether or not the rest is right."""
    shape = _SHAPE.fullmatch(text)
    return ApiKey.objects.select_related("owner").filter(prefix=shape[1]).first() if shape else None


def find_key(text: str, *, at: dt.datetime) -> ApiKey | None:
    """The key, if it opens anything."""
    key = key_named(text)
    if key is None or not hmac.compare_digest(key.sha256, _sha256(text)):
        return None
    return key if is_alive(key, at=at) else None


def is_alive(key: ApiKey, *, at: dt.datetime) -> bool:
    """Not over, and its owner is active and has the password that it was made under."""
    same_password = hmac.compare_digest(key.owner_mark, mark_of(key.owner))
    return not key.is_over(at) and key.owner.is_active and same_password


def note_use(key: ApiKey, *, on: dt.date) -> None:
    """One write a day for each key."""
    if key.last_used_on != on:
        ApiKey.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=on), pk=key.pk).update(last_used_on=on)


def mark_of(owner: User) -> str:
    """Changes with the password, and tells nothing of it."""
    return hmac.digest(b"api key " + settings.SECRET_KEY.encode(), owner.password.encode(), "sha256").hex()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"
