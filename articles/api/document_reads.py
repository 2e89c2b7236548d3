"""The read of one document, which happens thousands of times a second: the query of its view, compiled once."""

import datetime as dt
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections, router
from django.db.models import Subquery

from articles.models.change import PublishingLock
from articles.models.compiled import Compiled, asked, aware
from articles.models.published import Published
from articles.models.raw_reads import first_row
from articles.publishing.registry import DocumentKind

from .documents import rows_at


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
    stamp: int | None


class DocumentReads:
    """Of one kind, by address: what ``rows_at`` finds first."""

    def __init__(self, kind: DocumentKind) -> None:
        self.query = Compiled(lambda now: query_for(kind, now))

    def row(self, locale: str, slug: str, coding: str, now: dt.datetime) -> DocumentRow | None:
        alias = router.db_for_read(Published)
        sql, values = self.query.at(alias, now, locale=locale, slug=slug, coding=coding)
        found = first_row(connections[alias], sql, values)
        return as_in_python(DocumentRow(*found)) if found else None


def query_for(kind: DocumentKind, now: dt.datetime) -> Any:
    rows = rows_at(kind, asked("locale"), asked("slug"), now, asked("coding"))
    stamp = Subquery(PublishingLock.objects.values("published_stamp")[:1])
    return rows.annotate(stamp=stamp).values_list(*DocumentRow._fields)[:1]


def as_in_python(row: DocumentRow) -> DocumentRow:
    """SQLite keeps keys as text."""
    if row.live_from.tzinfo:
        return row
    until = row.live_until and aware(row.live_until)
    return DocumentRow(UUID(str(row.uuid)), *row[1:6], aware(row.modified_at), aware(row.live_from), until, *row[9:])
