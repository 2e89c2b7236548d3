"""Signing in, and every change of an account or of what it may do, into the audit log.

Told by signals, so that no way of changing an account (the admin, a command, other code) can forget to say so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.http import HttpRequest
from django.utils import timezone

from articles.content.vocabulary import AuditAction
from articles.publishing import audit
from healthkb.accounts.proving import remember_proof
from healthkb.accounts.sessions import remember_beginning
from healthkb.models import User

TOLD = (
    "username",
    "first_name",
    "last_name",
    "email",
    "job_title",
    "credentials",
    "is_active",
    "is_staff",
    "is_superuser",
    "is_demonstration",
)
COMMAND_LINE = "Command line"
_acting: ContextVar[HttpRequest | None] = ContextVar("acting", default=None)


@contextmanager
def acting(request: HttpRequest) -> Iterator[None]:
    token = _acting.set(request)
    try:
        yield
    finally:
        _acting.reset(token)


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="audit_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit_signed_out")
    user_login_failed.connect(_sign_in_failed, dispatch_uid="audit_sign_in_failed")
    pre_save.connect(_before_account, sender=User, dispatch_uid="audit_before_account")
    post_save.connect(_account_saved, sender=User, dispatch_uid="audit_account_saved")
    for sender in (User, Group):
        post_delete.connect(_deleted, sender=sender, dispatch_uid=f"audit_deleted_{sender.__name__}")
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rights_changed, sender=through, dispatch_uid=f"audit_rights_{through.__name__}")


def _tell(action: AuditAction, subject: Any, **details: Any) -> None:
    request = _acting.get()
    person = request.user if request is not None and request.user.is_authenticated else None
    name = COMMAND_LINE if request is None else ""
    audit(action=action, by=person, at=timezone.now(), subject=subject, details=details, by_name=name)


def _signed_in(sender: Any, request: Any, user: User, **kwargs: Any) -> None:
    at = timezone.now()
    remember_beginning(request, at)
    remember_proof(request, at)
    audit(action=AuditAction.SIGNED_IN, by=user, at=at, subject=user)


def _signed_out(sender: Any, request: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit(action=AuditAction.SIGNED_OUT, by=user, at=timezone.now(), subject=user)


def _sign_in_failed(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """Without the name that was typed, unless there is such an account: people type passwords there too.

    Of tries that nobody looks at any more only the first is told, or a stranger could fill the log for ever.
    """
    tries = getattr(request, "too_many_tries", None)
    if tries is not None and not tries.have_just_become_too_many:
        return
    tried = User.objects.filter(username=credentials.get("username") or "").first()
    _tell(AuditAction.SIGN_IN_FAILED, tried, **({"tries": "too many"} if tries is not None else {}))


def _before_account(sender: Any, instance: User, **kwargs: Any) -> None:
    instance._before = User.objects.filter(pk=instance.pk).first() if instance.pk else None  # type: ignore[attr-defined]


def _account_saved(sender: Any, instance: User, **kwargs: Any) -> None:
    before = instance.__dict__.pop("_before", None)
    if before is None:
        _tell(AuditAction.ACCOUNT_MADE, instance, is_staff=instance.is_staff, is_superuser=instance.is_superuser)
        return
    pairs = {name: [getattr(before, name), getattr(instance, name)] for name in TOLD}
    changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if changed:
        _tell(AuditAction.ACCOUNT_CHANGED, instance, **changed)
    if before.password != instance.password:
        how = {"how_known": instance.how_known} if instance.how_known else {}
        _tell(AuditAction.PASSWORD_CHANGED, instance, **how)


def _deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    _tell(AuditAction.ACCOUNT_DELETED, instance)


_VERBS = {"post_add": "added", "post_remove": "taken_away", "pre_clear": "taken_away"}


def _rights_changed(sender: Any, instance: Any, action: str, model: Any, pk_set: Any, **kwargs: Any) -> None:
    if action not in _VERBS:
        return
    others = model.objects.filter(pk__in=pk_set) if pk_set is not None else _held(instance, sender, model)
    names = sorted(_name(each) for each in others)
    if names:
        _tell(AuditAction.PERMISSIONS_CHANGED, instance, **{_VERBS[action]: names})


def _held(instance: Any, through: Any, model: Any) -> list[Any]:
    """What is about to be taken away all at once."""
    rows = through._default_manager.filter(**{instance._meta.model_name: instance})
    return [getattr(row, model._meta.model_name) for row in rows]


def _name(other: Any) -> str:
    return getattr(other, "codename", None) or str(other)
