"""The read of one document, which happens thousands of times a second: the query of its view, compiled once."""

import datetime as dt
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections, router

from articles.models.published import Published
from articles.publishing.bytes import local_day
from articles.publishing.registry import DocumentKind

from .documents import rows_at
from .raw_reads import first_row

SLUG, CODING = "\x00slug", "\x00coding"  # stand where each request has its own


class DocumentRow(NamedTuple):
    uuid: UUID
    sent: bytes
    coding: str
    etag: str
    review_status: str
    next_review: dt.date | None
    modified_at: dt.datetime
    live_from: dt.datetime
    live_until: dt.datetime | None
    is_withheld: bool
    is_offered: bool


class DocumentReads:
    """Of one kind, by address: what ``rows_at`` finds first."""

    def __init__(self, kind: DocumentKind) -> None:
        self.kind = kind
        self.compiled: dict[tuple[str, str], tuple[dt.date, str, list[Any], Any]] = {}

    def row(self, locale: str, slug: str, coding: str, now: dt.datetime) -> DocumentRow | None:
        alias = router.db_for_read(Published)
        day, sql, values, moment = self.compiled.get((alias, locale)) or self._compile(alias, locale, now)
        if day != local_day(now):  # whether a review is overdue depends on it
            day, sql, values, moment = self._compile(alias, locale, now)
        connection = connections[alias]
        asked: dict[Any, Any] = {SLUG: slug, CODING: coding}
        asked[moment] = now if connection.vendor == "postgresql" else sqlite_moment(now)
        found = first_row(connection, sql, [asked.get(value, value) for value in values])
        return as_in_python(DocumentRow(*found)) if found else None

    def _compile(self, alias: str, locale: str, now: dt.datetime) -> tuple[dt.date, str, list[Any], Any]:
        rows = rows_at(self.kind, locale, SLUG, now, CODING).values_list(*DocumentRow._fields)[:1]
        sql, values = rows.query.get_compiler(alias).as_sql()
        moment = connections[alias].ops.adapt_datetimefield_value(now)
        if connections[alias].vendor == "sqlite":
            sql = sql.replace("%s", "?")
        self.compiled[alias, locale] = local_day(now), sql, list(values), moment
        return self.compiled[alias, locale]


def sqlite_moment(now: dt.datetime) -> str:
    return str(now.replace(tzinfo=None))


def as_in_python(row: DocumentRow) -> DocumentRow:
    """SQLite keeps keys as text, and times without their zone, which is UTC."""
    if row.live_from.tzinfo:
        return row
    until = row.live_until and row.live_until.replace(tzinfo=dt.UTC)
    modified, start = row.modified_at.replace(tzinfo=dt.UTC), row.live_from.replace(tzinfo=dt.UTC)
    return DocumentRow(UUID(str(row.uuid)), *row[1:6], modified, start, until, *row[9:])
