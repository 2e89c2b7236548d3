"""How many hits there are of each kind, in each topic, with each urgency and about each health aspect.

The count of a value says what one would get by choosing it: the other filters hold, its own does not.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from articles.models.published import Published, PublishedFacet

from .finding import Hit

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


@dataclass
class Topics:
    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)

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


def facets_of(hits: Sequence[Hit], chosen: Chosen, *, locale: str, now: dt.datetime) -> Facets:
    """In two queries."""
    topics = _topics(locale, now)
    values = _values_of(hits, topics)
    through = {name: {pk for pk, has in values.items() if _passes(has[name], chosen.get(name))} for name in NAMES}
    counts = {
        name: Counter(
            value
            for pk, has in values.items()
            if all(pk in through[other] for other in NAMES if other != name)
            for value in has[name]
        )
        for name in NAMES
    }
    choices = {
        name: [
            Choice(value, topics.names.get(value, "") if name == "topic" else value, count)
            for value, count in sorted(counts[name].items(), key=lambda each: (-each[1], each[0]))
        ]
        for name in NAMES
    }
    return Facets(tuple(hit for hit in hits if all(hit.pk in through[name] for name in NAMES)), choices)


def _passes(has: Collection[str], wanted: Collection[str] | None) -> bool:
    return not wanted or not set(wanted).isdisjoint(has)


def _topics(locale: str, now: dt.datetime) -> Topics:
    parent = PublishedFacet.objects.filter(published=OuterRef("pk"), name="parent").values("value")[:1]
    rows = Published.objects.live(now).filter(kind="topic", locale=locale)
    found = Topics()
    for slug, title, above in rows.values_list("slug", "title", Subquery(parent)):
        found.names[slug], found.parents[slug] = title, above
    return found


def _values_of(hits: Sequence[Hit], topics: Topics) -> dict[int, dict[str, set[str]]]:
    values: dict[int, dict[str, set[str]]] = {
        hit.pk: {"type": {hit.kind}, **{name: set() for name in STORED}} for hit in hits
    }
    facets = PublishedFacet.objects.filter(published__in=list(values), name__in=STORED)
    for pk, name, value in facets.values_list("published_id", "name", "value"):
        values[pk][name].add(value)
    for each in values.values():
        each["topic"] = topics.with_ancestors(each["topic"])
    return values
