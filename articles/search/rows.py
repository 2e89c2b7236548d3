"""What search has to know of each published row, kept by each process."""

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
from articles.models.compiled import Compiled, asked, aware
from articles.models.published import Published, PublishedFacet, not_over

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
        self._kept: Kept[dict[int, Row | None]] = Kept(MOST)
        self._times = Compiled(
            lambda now: (
                rows(now)
                .filter(not_over(now), locale=asked("locale"), search_text__id__among=asked("keys"))
                .values_list("search_text__id", "is_announced", "live_from", "live_until")
            )
        )

    def known(self, keys: Collection[int], locale: str, now: dt.datetime, stamp: int | None) -> dict[int, Row | None]:
        """At least these, by the key of their row of words, with None for those that are not among the rows.

        ``stamp`` is that of before the keys were read. What is found is kept for as long as it stays; without, not.
        """
        place, of = (router.db_for_read(Published), locale), (stamp, timezone.localdate(now))
        known = (self._kept.get(place, of) if stamp is not None else None) or {}
        if unknown := [key for key in keys if key not in known]:
            known.update({**dict.fromkeys(unknown), **self._read(unknown, locale, now)})
            if stamp is not None:
                self._kept.put(place, known, OF_EACH * len(known), of)
        return known

    def _read(self, keys: list[int], locale: str, now: dt.datetime) -> dict[int, Row]:
        times = self._times.rows(router.db_for_read(Published), now, keys=keys, locale=locale)
        facts = _facts_of([key for key, *_ in times], locale, now)
        return {key: _at_times(facts[key], *each) for key, *each in times if key in facts}


def _at_times(row: Row, is_announced: bool, starts: dt.datetime, ends: dt.datetime | None) -> Row:
    if is_announced and ends is None:
        return row
    return row._replace(starts=None if is_announced else aware(starts), ends=ends and aware(ends))


_facts: Kept[dict[int, Row]] = Kept(MOST)


def _facts_of(keys: list[int], locale: str, now: dt.datetime) -> dict[int, Row]:
    """At least these, as far as they are still there, without times.

    Kept whatever is published: what stands under the key of a row of words never changes (``index_rows``).
    """
    alias = router.db_for_read(Published)
    place = alias, locale
    facts = _facts.get(place) or {}
    if unknown := [key for key in keys if key not in facts]:
        for key, pk, uuid, kind, slug, title, lines in FACTS.rows(alias, now, keys=unknown):
            stems = stems_of(title, locale)
            facts[key] = Row(pk, UUID(str(uuid)), intern(kind), slug, title, stems, None, None, intern(lines))
        _facts.put(place, facts, OF_EACH * len(facts))
    return facts


def _fact_rows() -> QuerySet[Published, Any]:
    facets = PublishedFacet.objects.filter(published=OuterRef("pk"), name__in=FACETS).order_by()
    lines: Any = facets.values("published").values(together=Together(Concat("name", Value("="), "value")))
    lines = Coalesce(Subquery(lines), Value(""), output_field=TextField())
    rows = Published.objects.filter(search_text__id__among=asked("keys"))
    return rows.values_list("search_text__id", "pk", "uuid", "kind", "slug", "title", lines)


FACTS = Compiled(lambda now: _fact_rows())
