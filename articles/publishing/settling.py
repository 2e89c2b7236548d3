"""What fell due since the last write: readers have it already by the clock, and now the feed says so, once."""

import datetime as dt
from collections.abc import Iterable

from articles.content.vocabulary import Event
from articles.models import Change, Published, PublishingLock, ReviewRequest

from .approval import approvals_of, versions_of
from .changes import change_of, record
from .requests import ClosedAs, close, close_finished_releases
from .review_tasks import note_for_reviewers
from .storing import keep_past


def settle(lock: PublishingLock, at: dt.datetime) -> None:
    """Announce every scheduled document whose time has come, in the order of those times. Call it under the lock."""
    due = Published.objects.filter(is_announced=False, live_from__lte=at)
    for moment in sorted(set(due.values_list("live_from", flat=True))):
        ended = _end(Published.objects.filter(live_until=moment))
        _announce(lock, due.filter(live_from=moment).order_by("pk"), moment, ended)


def _end(rows: Iterable[Published]) -> set[int]:
    """The versions that readers had until now."""
    ended = set[int]()
    for row in rows:
        assert row.live_until is not None
        keep_past(row, until=row.live_until)
        row.delete()
        ended.add(row.version_id)
    return ended


def _announce(lock: PublishingLock, rows: Iterable[Published], moment: dt.datetime, before: set[int]) -> None:
    rows = list(rows)
    requests = list(ReviewRequest.objects.filter(closed_as="", scheduled_at__isnull=False, go_live_at=moment))
    notes = {item.version_id: request.change_note for request in requests for item in request.items.all()}
    record(lock, [_change(row, notes, moment) for row in rows])
    Published.objects.filter(pk__in=[row.pk for row in rows]).update(is_announced=True)
    for request in requests:
        assert request.scheduled_by is not None
        close(request, as_=ClosedAs.PUBLISHED, by=request.scheduled_by, at=moment)
        new = {row.version_id for row in rows} - before
        note_for_reviewers(request, versions_of(request), new, approvals_of(request), moment)
    close_finished_releases(requests)


def _change(row: Published, notes: dict[int, str], moment: dt.datetime) -> Change:
    if row.version_id in notes:
        return change_of(row, Event.PUBLISH, at=moment, reason=notes[row.version_id])
    return change_of(row, Event.RECOMPOSE, at=moment)
