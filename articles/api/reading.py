"""One published row to the bytes that readers get today."""

import datetime as dt
from typing import Any, Protocol

from django.utils import timezone

from articles.content.vocabulary import ReviewStatus
from articles.publishing.bytes import Reviewed, body_on, status_on, with_status

from .caching import etag_of

__all__ = ["body_on", "etag_on", "last_modified_on", "sent_on", "status_on", "summary_on"]


class Row(Reviewed, Protocol):
    """A published row, or what was read of one without its model."""

    @property
    def etag(self) -> str: ...
    @property
    def modified_at(self) -> dt.datetime: ...
    @property
    def live_from(self) -> dt.datetime: ...


class Listed(Reviewed, Protocol):
    @property
    def summary(self) -> Any: ...


class Chosen(Row, Protocol):
    """Read in the form that the client takes (``documents.rows_at``)."""

    @property
    def sent(self) -> Any: ...
    @property
    def coding(self) -> str: ...


def sent_on(row: Chosen, now: dt.datetime) -> bytes:
    """The packed bytes as they were stored, or the very bytes of today."""
    return bytes(row.sent) if row.coding else with_status(bytes(row.sent), status_on(row, now))


def summary_on(row: Listed, now: dt.datetime) -> bytes:
    return with_status(bytes(row.summary), status_on(row, now))


def etag_on(row: Row, now: dt.datetime, *variant: str) -> str:
    return etag_of(row.etag, row.modified_at.isoformat(), status_on(row, now), *variant)


def last_modified_on(row: Row, now: dt.datetime) -> dt.datetime:
    """Of the answer, which also changes on the day when the review becomes overdue."""
    changed = max(row.modified_at, row.live_from)
    if row.next_review is None or status_on(row, now) != ReviewStatus.OVERDUE:
        return changed
    due = dt.datetime.combine(row.next_review + dt.timedelta(days=1), dt.time(), timezone.get_current_timezone())
    return max(changed, due)
