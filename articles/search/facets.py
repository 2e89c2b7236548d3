"""How many hits there are of each kind, in each topic, with each urgency and about each health aspect.

The count of a value says what one would get by choosing it: the other filters hold, its own does not.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db import router
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Subquery

from articles.content.kept import Kept
from articles.models.published import Published, PublishedFacet, live_at
from articles.models.raw_reads import published_stamp

from .finding import Hit

MOST_TOPICS = 2_000_000  # bytes of the names of topics
STORED = ("topic", "urgency", "aspect")
NAMES = ("type", *STORED)
Chosen = Mapping[str, Collection[str]]  # by name; none chosen means all


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    hits: tuple[Hit, ...]  # those that every filter lets through
    choices: dict[str, list[Choice]]


@dataclass(frozen=True)
class Topics:
    names: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str | None] = field(default_factory=dict)
    until: dt.datetime | None = None

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


Values = dict[int, Collection[str]]  # by key of the published row
_kept_topics: Kept[Topics] = Kept(MOST_TOPICS)


def facets_of(hits: Sequence[Hit], chosen: Chosen, *, locale: str, now: dt.datetime) -> Facets:
    """In one query, and one more for the topics when something was published since they were last asked for."""
    topics = _topics(locale, now)
    values = _values_of(hits, topics)
    through = {
        name: {pk for pk, has in values[name].items() if not wanted.isdisjoint(has)}
        for name in NAMES
        if (wanted := set(chosen.get(name) or ()))
    }

    everything = {hit.pk for hit in hits}

    def left(but: str = "") -> set[int]:
        return everything.intersection(*(pks for name, pks in through.items() if name != but))

    counts = {name: Counter(chain.from_iterable(values[name].get(pk, ()) for pk in left(name))) for name in NAMES}
    choices = {
        name: [
            Choice(value, topics.names.get(value, "") if name == "topic" else value, count)
            for value, count in sorted(counts[name].items(), key=lambda each: (-each[1], each[0]))
        ]
        for name in NAMES
    }
    kept = left()
    return Facets(tuple(hit for hit in hits if hit.pk in kept), choices)


def _topics(locale: str, now: dt.datetime) -> Topics:
    place = (published_stamp(), router.db_for_read(Published), locale)
    kept = _kept_topics.get(place)
    if kept is None or (kept.until and kept.until <= now):
        kept = _read_topics(locale, now)
        _kept_topics.put(place, kept, 200 * len(kept.names))
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
        min((each for each in moments if each and each > now), default=None),
    )


def _values_of(hits: Sequence[Hit], topics: Topics) -> dict[str, Values]:
    stored: dict[str, dict[int, Any]] = {name: defaultdict(list) for name in STORED}
    facets = PublishedFacet.objects.filter(published__among=[hit.pk for hit in hits], name__in=STORED)
    for pk, name, value in facets.values_list("published_id", "name", "value"):
        stored[name][pk].append(value)
    known: dict[tuple[str, ...], Collection[str]] = {}
    in_topics: Values = {}
    for pk, slugs in stored.pop("topic").items():
        place = tuple(slugs)
        if place not in known:
            known[place] = topics.with_ancestors(slugs)
        in_topics[pk] = known[place]
    return {"type": {hit.pk: (hit.kind,) for hit in hits}, "topic": in_topics, **stored}
