"""Taking a live document away from readers, with a reason and a tombstone in the feed."""

import datetime as dt

from articles.content.vocabulary import AuditAction, Event, WithdrawalKind
from articles.models import Change, Document, Published
from articles.models.people import Person

from . import permissions
from .auditing import audit
from .batches import affected_by, given_to
from .changes import change_of, record
from .errors import Refused
from .live import live_users_of
from .placing import recompose
from .scheduling import rebuild_schedule
from .storing import keep_past
from .transaction import publishing_transaction


class NotLive(Refused):
    pass


class StillUsed(Refused):
    pass


def withdraw(
    *,
    document: Document,
    kind: str,
    reason: str,
    by: Person,
    at: dt.datetime,
    redirect_to: Document | None = None,
) -> list[Change]:
    """Readers no longer get this document. A superseded one needs ``redirect_to``: a live one of the same kind.

    Raises NotAllowed, NotLive, StillUsed (a live page contains it) or Refused (no reason, no place to redirect to).
    """
    permissions.require(by, permissions.WITHDRAW)
    if not reason.strip():
        raise Refused("Say why this is withdrawn. Front ends show the reason to readers.")
    with publishing_transaction(at) as lock:
        row = Published.objects.live(at).filter(document=document.pk).first()
        if row is None:
            raise NotLive("This is not live, so there is nothing to withdraw.")
        _refuse_if_used(document, at)
        target = _redirect_target(kind, row, redirect_to, at)
        affected = affected_by({row.document_id}, at)
        given = given_to({row.document_id})
        keep_past(row, until=at)
        changes = record(lock, _changes(row, kind, reason, target, at))
        row.delete()
        changes += recompose(affected, lock, at)
        rebuild_schedule(at, {row.document_id} | affected | given)
        details = {"kind": WithdrawalKind(kind).value, "reason": reason, "version": row.version.number}
        audit(action=AuditAction.WITHDRAWN, by=by, at=at, subject=document, details=details)
        return changes


def _changes(row: Published, kind: str, reason: str, target: Published | None, at: dt.datetime) -> list[Change]:
    details = {"withdrawal_kind": WithdrawalKind(kind).value, "reason": reason}
    withdrawn = change_of(row, Event.WITHDRAW, at=at, **details)
    if target is None:
        return [withdrawn]
    return [withdrawn, change_of(row, Event.REDIRECT, at=at, redirect_to=target.slug, **details)]


def _refuse_if_used(document: Document, at: dt.datetime) -> None:
    users = live_users_of(document, at)
    if users:
        titles = ", ".join(user.title for user in users[:10])
        raise StillUsed(f"Live pages contain this: {titles}. Take it out of them and publish them first.")


def _redirect_target(kind: str, row: Published, redirect_to: Document | None, at: dt.datetime) -> Published | None:
    if kind != WithdrawalKind.SUPERSEDED:
        return None
    same_kind = Published.objects.live(at).filter(kind=row.kind, locale=row.locale).exclude(pk=row.pk)
    target = same_kind.filter(document=redirect_to.pk).first() if redirect_to else None
    if target is None:
        raise Refused("Choose the live page of the same kind and language that takes its place.")
    return target
