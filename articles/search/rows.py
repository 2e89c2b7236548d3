"""What search has to know of each published row, kept by each process until anything that is published changes."""

import datetime as dt
from collections.abc import Callable, Collection
from sys import intern
from typing import Any, NamedTuple
from uuid import UUID

from django.db import router
from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from articles.content.kept import Kept
from articles.models.published import Published, PublishedFacet, not_over
from articles.models.raw_reads import published_stamp

from .words import stems_of

FACETS = ("topic", "urgency", "aspect")
MOST = 75_000_000  # bytes: of some 100,000 rows
OF_EACH = 750  # bytes, about


class Row(NamedTuple):
    pk: int
    uuid: UUID
    kind: str
    slug: str
    title: str
    stems: tuple[str, ...]  # of the words of the title, each once
    starts: dt.datetime | None  # of a row that waits for its time
    ends: dt.datetime | None
    facets: str  # a line each: name=value

    def is_live(self, now: dt.datetime) -> bool:
        return (self.starts is None or self.starts <= now) and (self.ends is None or self.ends > now)


class Together(Aggregate):
    """All texts of a group in one, a line each."""

    function = "string_agg"
    output_field = TextField()

    def __init__(self, text: Any) -> None:
        super().__init__(text, Value("\n"))

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="group_concat", **more)


class Among:
    """The rows to look among: ``rows`` gives them for a moment, and the same for every moment of a day."""

    def __init__(self, rows: Callable[[dt.datetime], QuerySet[Published]]) -> None:
        self._rows = rows
        self._kept: Kept[dict[int, Row | None]] = Kept(MOST)

    def known(self, keys: Collection[int], locale: str, now: dt.datetime) -> dict[int, Row | None]:
        """At least these, by the key of their row of words, with None for those that are not among the rows."""
        stamp = published_stamp()
        place, of = (router.db_for_read(Published), locale), (stamp, timezone.localdate(now))
        known = self._kept.get(place, of)
        known = {} if known is None else known
        if unknown := [key for key in keys if key not in known]:
            known.update({**dict.fromkeys(unknown), **self._read(unknown, locale, now)})
            if stamp is not None:
                self._kept.put(place, known, OF_EACH * len(known), of)
        return known

    def _read(self, keys: list[int], locale: str, now: dt.datetime) -> dict[int, Row]:
        facets = PublishedFacet.objects.filter(published=OuterRef("pk"), name__in=FACETS).order_by()
        lines: Any = facets.values("published").values(together=Together(Concat("name", Value("="), "value")))
        lines = Coalesce(Subquery(lines), Value(""), output_field=TextField())
        rows = self._rows(now).filter(not_over(now), locale=locale, search_text__id__among=keys).annotate(lines=lines)
        return {
            key: Row(
                *(pk, uuid, intern(kind), slug, title, stems_of(title, locale)),
                *(None if is_announced else starts, ends, intern(lines)),
            )
            for key, pk, uuid, kind, slug, title, is_announced, starts, ends, lines in rows.values_list(
                *("search_text__id", "pk", "uuid", "kind", "slug", "title"),
                *("is_announced", "live_from", "live_until", "lines"),
            )
        }
