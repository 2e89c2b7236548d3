"""The change feed: one row for everything that happened to what readers get, numbered in commit order."""

import datetime as dt
from collections.abc import Callable, Sequence

from articles.content.vocabulary import Event
from articles.models import Change, Published, PublishingLock

Listener = Callable[[Sequence[Change]], None]
_listeners: list[Listener] = []


def on_changes(listener: Listener) -> None:
    """Call ``listener`` with every batch of changes, inside the publishing transaction that makes them."""
    if listener not in _listeners:
        _listeners.append(listener)


def record(lock: PublishingLock, changes: Sequence[Change]) -> list[Change]:
    if not changes:
        return []
    for offset, change in enumerate(changes, start=1):
        change.sequence = lock.last_sequence + offset
    Change.objects.bulk_create(changes)
    lock.last_sequence += len(changes)
    lock.save(update_fields=["last_sequence"])
    for listener in _listeners:
        listener(changes)
    return list(changes)


def change_of(row: Published, event: Event, *, at: dt.datetime, **details: str) -> Change:
    return Change(
        event=event,
        document_id=row.document_id,
        uuid=row.uuid,
        kind=row.kind,
        slug=row.slug,
        locale=row.locale,
        version_id=row.version_id,
        at=at,
        **details,
    )
