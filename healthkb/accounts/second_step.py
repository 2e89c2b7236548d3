"""The second step of signing in: a code from a phone (TOTP), or one of the recovery codes kept on paper.

The device rows are those of django-otp, which also slows down guessing and refuses a code that was used before.
Recovery codes are kept as hashes only.
"""

import base64
import datetime as dt
import hashlib
import math
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.content.vocabulary import AuditAction
from articles.publishing import audit
from healthkb.models import User

# Whoever holds one of these changes what readers are told, or who may.
ASKS_SECOND_STEP = (
    "articles.review_editorial",
    "articles.review_clinical",
    "articles.publish_document",
    "articles.emergency_publish",
    "articles.withdraw_document",
    "healthkb.add_user",
    "healthkb.change_user",
)
RECOVERY_CODES = 10
SESSION_KEY = "second_step"


class WrongCode(Exception):
    pass


def owes_second_step(user: User) -> bool:
    """Everyone who has set it up, and everyone whose role or installation needs it, from the first sign-in on."""
    if user.second_step_since is not None:
        return True
    if settings.SECOND_STEP_FOR_ALL:
        return True
    return settings.SECOND_STEP and any(user.has_perm(permission) for permission in ASKS_SECOND_STEP)


def has_taken_second_step(session: Any, user: User) -> bool:
    kept = session.get(SESSION_KEY)
    return kept is not None and kept == _mark(user)


def remember_second_step(request: HttpRequest, user: User) -> None:
    request.session.cycle_key()
    request.session[SESSION_KEY] = _mark(user)


def _mark(user: User) -> str | None:
    """Another one after every set-up, so that no session outlives a lost phone."""
    return user.second_step_since.isoformat() if user.second_step_since else None


def device_to_set_up(user: User) -> TOTPDevice:
    """The same one until it has been set up, so that a page opened twice shows one picture."""
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=user, confirmed=False, name="phone")


def set_up_second_step(*, by: User, code: str, at: dt.datetime) -> list[str]:
    """Once the phone has shown that it gives the right codes. Returns recovery codes, to be shown this once."""
    if not _is_right(TOTPDevice, by, code, confirmed=False):
        raise WrongCode(
            "That is not the code that your phone should show now. Check that its clock is right, and try the next one."
        )
    with transaction.atomic():
        device = device_to_set_up(by)
        TOTPDevice.objects.filter(user=by).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        User.objects.filter(pk=by.pk).update(second_step_since=at)
        by.second_step_since = at
        audit(action=AuditAction.ACCOUNT_CHANGED, by=by, at=at, subject=by, details={"second_step": "set_up"})
        return make_recovery_codes(by=by, at=at)


@transaction.atomic
def make_recovery_codes(*, by: User, at: dt.datetime) -> list[str]:
    """New ones; the old ones no longer work."""
    StaticDevice.objects.filter(user=by).delete()
    device = StaticDevice.objects.create(user=by, name="recovery codes")
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_hashed(code)) for code in codes)
    audit(action=AuditAction.ACCOUNT_CHANGED, by=by, at=at, subject=by, details={"recovery_codes": "made"})
    return codes


def check_second_step(*, by: User, code: str, at: dt.datetime) -> None:
    """Raises WrongCode unless it is the code on the phone now, or a recovery code, which is then used up."""
    is_looked_at = not wait_seconds(by)
    text = "".join(code.split()).replace("-", "")
    if text.isascii() and text.isdigit():
        if _is_right(TOTPDevice, by, text, confirmed=True):
            return
    elif _is_right(StaticDevice, by, _hashed(text), confirmed=True):
        audit(action=AuditAction.ACCOUNT_CHANGED, by=by, at=at, subject=by, details={"recovery_codes": "one used"})
        return
    if is_looked_at:
        audit(action=AuditAction.SIGN_IN_FAILED, by=by, at=at, subject=by, details={"second_step": "wrong code"})
    raise WrongCode("That code is not right, or it was used before. Wait for the next one on your phone, and try that.")


@transaction.atomic
def reset_second_step(*, person: User, how_known: str, by: User | None, at: dt.datetime) -> None:
    """For a lost phone: the next sign-in asks to set it up anew. Sessions that are open need it too.

    ``how_known`` says how it is known that the person themselves asked for it.
    """
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
    User.objects.filter(pk=person.pk).update(second_step_since=None)
    details = {"second_step": "reset", "how_known": how_known}
    name = "" if by else "Command line"
    audit(action=AuditAction.ACCOUNT_CHANGED, by=by, at=at, subject=person, details=details, by_name=name)


@transaction.atomic
def _is_right(kind: Any, user: User, code: str, *, confirmed: bool) -> bool:
    """Under a lock, so that one code is not used twice at once. A wrong one has to be kept, so it raises nothing."""
    device = kind.objects.select_for_update().filter(user=user, confirmed=confirmed).order_by("pk").first()
    if device is None:
        return False
    now = timezone.now()
    if device.throttling_failure_timestamp and device.throttling_failure_timestamp > now:
        # By a clock that was ahead: the wait counts from now, not from then.
        device.throttling_failure_timestamp = now
        device.save(update_fields=["throttling_failure_timestamp"])
    return bool(device.verify_token(code))


def _new_code() -> str:
    text = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def _hashed(code: str) -> str:
    """As long as the column of django-otp. A code has 80 random bits, so nothing slower is needed."""
    return hashlib.sha256(code.replace("-", "").lower().encode(errors="replace")).hexdigest()[:16]


def wait_seconds(user: User) -> int:
    """How long no code is looked at, after wrong ones."""
    waits = [0]
    for kind in (TOTPDevice, StaticDevice):
        for device in kind.objects.filter(user=user):
            allowed, details = device.verify_is_allowed()
            if not allowed and details and details.get("locked_until"):
                waits.append(math.ceil((details["locked_until"] - timezone.now()).total_seconds()))
    return max(waits)
