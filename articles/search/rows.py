"""What search has to know of each published row, kept by each process."""

import datetime as dt
from collections.abc import Callable, Collection
from sys import intern
from typing import Any

from django.db import router
from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from articles.content.kept import Kept
from articles.models.compiled import Compiled, asked, aware
from articles.models.published import Published, PublishedFacet, not_over

from .words import stems_of

FACETS = ("topic", "urgency", "aspect")
MOST = 72_000_000  # bytes: of 120,000 rows
OF_EACH = 600  # bytes, about


class Row(Struct, frozen=True, gc=False):
    """So many stay that to look through them for what may go would halt every thread: without ``gc`` nobody does."""

    pk: int
    kind: str
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
        self._kept: Kept[dict[int, Row | None]] = Kept(MOST)
        self._times = Compiled(lambda now: _asked_of(rows(now), now).values_list(*TIMES))
        self._whole = Compiled(lambda now: _asked_of(rows(now), now).values_list(*TIMES, *FACTS, _facet_lines()))

    def known(self, keys: Collection[int], locale: str, now: dt.datetime, stamp: int | None) -> dict[int, Row | None]:
        """At least these, by the key of their row of words, with None for those that are not among the rows.

        ``stamp`` is that of before the keys were read. What is found is kept for as long as it stays; without, not.
        """
        place, of = (router.db_for_read(Published), locale), (stamp, timezone.localdate(now))
        known = (self._kept.get(place, of) if stamp is not None else None) or {}
        if unknown := [key for key in keys if key not in known]:
            known.update(self._read(unknown, locale, now))
            known.update(dict.fromkeys(key for key in unknown if key not in known))
            if stamp is not None:
                self._kept.put(place, known, OF_EACH * len(known), of)
        return known

    def _read(self, keys: list[int], locale: str, now: dt.datetime) -> dict[int, Row]:
        """Of a row that was seen before only its times: what stands under a key never changes (``index_rows``)."""
        alias = router.db_for_read(Published)
        facts = _facts.get(locale) or {}
        found: dict[int, Row] = {}
        if seen := [key for key in keys if key in facts]:
            for key, *times in self._times.rows(alias, now, keys=seen, locale=locale):
                found[key] = _at_times(facts[key], *times)
        if unseen := [key for key in keys if key not in facts]:
            for key, announced, starts, ends, *fields in self._whole.rows(alias, now, keys=unseen, locale=locale):
                facts[key] = _row_of(locale, *fields)
                found[key] = _at_times(facts[key], announced, starts, ends)
            _facts.put(locale, facts, OF_EACH * len(facts))
        return found


def _row_of(locale: str, pk: int, kind: str, title: str, lines: str) -> Row:
    return Row(pk, intern(kind), title, stems_of(title, locale), None, None, intern(lines))


def _at_times(row: Row, is_announced: bool, starts: dt.datetime, ends: dt.datetime | None) -> Row:
    if is_announced and ends is None:
        return row
    return replace(row, starts=None if is_announced else aware(starts), ends=ends and aware(ends))


_facts: Kept[dict[int, Row]] = Kept(MOST)  # without times; kept whatever is published
TIMES = ("search_text__id", "is_announced", "live_from", "live_until")
FACTS = ("pk", "kind", "title")


def _asked_of(rows: QuerySet[Published], now: dt.datetime) -> QuerySet[Published]:
    return rows.filter(not_over(now), locale=asked("locale"), search_text__id__among=asked("keys"))


def _facet_lines() -> Any:
    facets = PublishedFacet.objects.filter(published=OuterRef("pk"), name__in=FACETS).order_by()
    lines: Any = facets.values("published").values(together=Together(Concat("name", Value("="), "value")))
    return Coalesce(Subquery(lines), Value(""), output_field=TextField())
