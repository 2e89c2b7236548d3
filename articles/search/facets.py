"""How many hits there are of each kind, in each topic, with each urgency and about each health aspect.

The count of a value says what one would get by choosing it: the other filters hold, its own does not.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import router
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Subquery

from articles.content.kept import Kept
from articles.models.published import Published, PublishedFacet, live_at
from articles.models.raw_reads import published_stamp

from .rows import FACETS as STORED
from .rows import Row

MOST_TOPICS = 2_000_000  # bytes of the names of topics
NAMES = ("type", *STORED)
Chosen = Mapping[str, Collection[str]]  # by name; none chosen means all


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    hits: tuple[Row, ...]  # those that every filter lets through
    choices: dict[str, list[Choice]]


@dataclass(frozen=True, eq=False)
class Topics:
    names: Mapping[str, str]
    parents: Mapping[str, str | None]
    since: dt.datetime
    until: dt.datetime | None

    def with_ancestors(self, slugs: Collection[str]) -> set[str]:
        reached: set[str] = set()
        waiting = [slug for slug in slugs if slug in self.names]
        while waiting:
            slug = waiting.pop()
            parent = self.parents.get(slug)
            if slug not in reached and parent in self.names:
                waiting.append(str(parent))
            reached.add(slug)
        return reached


Group = tuple[str, str]  # rows of one kind with the same facets
_kept_topics: Kept[Topics] = Kept(MOST_TOPICS)


def facets_of(hits: Sequence[Row], chosen: Chosen, *, locale: str, now: dt.datetime) -> Facets:
    """In no query, but for the topics when something was published since they were last asked for."""
    topics = _topics(locale, now)
    wanted = {name: set(values) for name, values in chosen.items() if values}
    groups = [(row.kind, row.facets) for row in hits]
    through: set[Group] = set()
    counts: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    for group, count in Counter(groups).items():
        has = _values_of(group, topics)
        kept_out_by = [name for name, values in wanted.items() if values.isdisjoint(has[name])]
        if not kept_out_by:
            through.add(group)
        for name in NAMES:
            if kept_out_by in ([], [name]):
                for value in has[name]:
                    counts[name][value] += count
    choices = {
        name: [
            Choice(value, topics.names.get(value, "") if name == "topic" else value, count)
            for value, count in sorted(counts[name].items(), key=lambda each: (-each[1], each[0]))
        ]
        for name in NAMES
    }
    if not wanted:
        return Facets(tuple(hits), choices)
    return Facets(tuple(hit for hit, group in zip(hits, groups, strict=True) if group in through), choices)


def _topics(locale: str, now: dt.datetime) -> Topics:
    place, stamp = (router.db_for_read(Published), locale), published_stamp()
    kept = _kept_topics.get(place, stamp)
    if kept is None or kept.since > now or (kept.until and kept.until <= now):
        kept = _read_topics(locale, now)
        _kept_topics.put(place, kept, 200 * len(kept.names), stamp)
    return kept


def _read_topics(locale: str, now: dt.datetime) -> Topics:
    parent = PublishedFacet.objects.filter(published=OuterRef("pk"), name="parent").values("value")[:1]
    rows = Published.objects.current_and_scheduled(now).filter(kind="topic", locale=locale)
    told = rows.annotate(is_live=ExpressionWrapper(live_at(now), BooleanField()), above=Subquery(parent))
    found = list(told.values("slug", "title", "above", "is_live", "live_from", "live_until"))
    moments = [row[name] for row in found for name in ("live_from", "live_until")]
    live = [row for row in found if row["is_live"]]
    return Topics(
        {row["slug"]: row["title"] for row in live},
        {row["slug"]: row["above"] for row in live},
        now,
        min((each for each in moments if each and each > now), default=None),
    )


@lru_cache(maxsize=5_000)
def _values_of(group: Group, topics: Topics) -> dict[str, Collection[str]]:
    kind, lines = group
    stored = _stored_in(lines)
    return {"type": (kind,), **stored, "topic": topics.with_ancestors(stored["topic"])}


def _stored_in(lines: str) -> Mapping[str, Collection[str]]:
    found: dict[str, set[str]] = {name: set() for name in STORED}
    for name, _, value in (line.partition("=") for line in lines.split("\n") if line):
        found[name].add(value)
    return found
