"""From a reader's words to the published rows that fit them best."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from math import log
from typing import NamedTuple

from django.utils import timezone

from articles.content.kept import Kept
from articles.models.raw_reads import published_stamp

from .engines import Asked, Engine, Group, Has, Match, engine
from .query import Query, query_of, telling_words
from .rows import Among, Row
from .words import stem

MOST_HITS = 1000
MOST_KEPT = 6_000_000  # bytes of hits: of some 3,000 searches
OF_HIT = 8  # bytes: the row itself is kept with all others
MOST_COUNTS = 4_000_000  # bytes: of some 4,000 groups
OF_GROUP = 1000  # bytes, about
FEW = 1000  # pages that have something of what was asked: they are ranked without asking first what they have
PLENTY = 20  # pages that have all of it: with more than a few others, the others are not looked at
ENOUGH = 0.4  # of what the best page has: a short page about half of what was asked may be the one that helps
# What the score of words in the text is added to: how much of what was asked is there at all and in the title, a title
# that is just that, and what kind of page readers want. Found by trying, with tests/journeys/lay_queries.txt.
ALL_OF_IT, TITLE_HAS_IT, TITLE_IS_IT = 2.0, 3.0, 1.0
BY_KIND = {
    "article": 0.5,
    "cause": 0.25,
    "protocol": -0.5,
    "red_flag": 0.1,
    "remedy": 0.1,
    "faq": 0.05,
    "wording": -0.4,
}


class Hits(NamedTuple):
    """Live at ``since``, the best first. ``until`` is when a page among them comes or goes by itself."""

    rows: tuple[Row, ...]
    since: dt.datetime
    until: dt.datetime | None


class Found(NamedTuple):
    hits: tuple[Row, ...]
    query: Query
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """The same one whatever the order of its words. Who turns a page or chooses a filter makes it once more."""

    among: Among
    groups: frozenset[Group]
    wanted: frozenset[str]  # stems: a title that is just these is what was asked for
    locale: str
    names_only: bool
    database: str


_hits: Kept[Hits] = Kept(MOST_KEPT)


def find(text: str, *, among: Among, locale: str, now: dt.datetime, names_only: bool = False) -> Found:
    """The live ones of these rows. ``names_only``: titles and synonyms, the last word unfinished.

    In two queries where somebody has made this search since the last publish. Else in three, or up to five where many
    pages have something of what was asked; one fewer where all of it was counted before, one more for rows that nobody
    found yet and one for words that no page has.
    """
    words = telling_words(text)
    if not words:
        return Found((), Query((), ""))
    at = engine()
    query = query_of(words, locale, at.words_like(words, locale), as_typed=names_only)
    wanted = frozenset(stem(word, locale) for word in (query.corrected.split() or words))
    search = Search(among, frozenset(query.groups), wanted, locale, names_only, at.connection.alias)
    hits = _hits_of(search, at, query, now)
    return Found(hits.rows, query, hits.until)


def _hits_of(search: Search, at: Engine, query: Query, now: dt.datetime, tries: int = 2) -> Hits:
    """Again where something was published meanwhile; the last time without asking."""
    stamp = published_stamp() if tries else None
    of = stamp, timezone.localdate(now)
    kept = _hits.get(search, of) if stamp is not None else None
    if kept and kept.since <= now and (kept.until is None or now < kept.until):
        return kept
    asked = Asked(query.groups, search.locale, search.names_only)
    try:
        weights, rows = _look(at, asked, partial(_rows_of, search.among, search.locale, now, stamp), stamp)
    except Republished:
        return _hits_of(search, at, query, now, tries - 1)
    hits = _ranked(rows, query, search.wanted, weights, now)
    if stamp is not None:
        _hits.put(search, hits, OF_HIT * len(hits.rows), of)
    return hits


class Rows(NamedTuple):
    live: list[tuple[Match, Row]]
    waiting: list[Row]  # for their time. They must not show, not even in what else is found


class Republished(Exception):
    """Something was published since the matches were read, and so has other words with another key."""


def _look(
    at: Engine, asked: Asked, rows_of: Callable[[list[Match]], Rows], stamp: int | None
) -> tuple["Weights", Rows]:
    of_each = _count_each(at, asked, stamp)
    return _among_few(at, asked, rows_of) if sum(of_each) <= FEW else _among_many(at, asked, of_each, rows_of)


_counts: Kept[dict[Group, int]] = Kept(MOST_COUNTS)  # how many rows have each group


def _count_each(at: Engine, asked: Asked, stamp: int | None) -> list[int]:
    """Each group once for as long as nothing is published: many searches share a word."""
    place = at.connection.alias, asked.names_only
    known = (_counts.get(place, stamp) if stamp is not None else None) or {}
    if unknown := [group for group in asked.groups if group not in known]:
        known.update(zip(unknown, at.count_each(replace(asked, groups=unknown)), strict=True))
        if stamp is not None:
            _counts.put(place, known, OF_GROUP * len(known), stamp)
    return [known[group] for group in asked.groups]


def _rows_of(among: Among, locale: str, now: dt.datetime, stamp: int | None, matches: list[Match]) -> Rows:
    known = among.known([key for _, _, key in matches], locale, now, stamp)
    rows, is_whole = Rows([], []), True
    for match in matches:
        if (row := known[match[-1]]) is None:
            is_whole = False
        elif row.is_live(now):
            rows.live.append((match, row))
        else:
            rows.waiting.append(row)
    if not is_whole and stamp is not None and published_stamp() != stamp:
        raise Republished
    return rows


def _among_few(at: Engine, asked: Asked, rows_of: Callable[[list[Match]], Rows]) -> tuple["Weights", Rows]:
    live, waiting = rows_of(at.all_matches(asked))
    weights = Weights(Counter(has for (_, has, _), _ in live), len(asked.groups))
    enough = set(weights.enough())
    return weights, Rows([(match, row) for match, row in live if match[1] in enough], waiting)


def _among_many(
    at: Engine, asked: Asked, of_each: Sequence[int], rows_of: Callable[[list[Match]], Rows]
) -> tuple["Weights", Rows]:
    """The counts are of all that is indexed. What no live page has is no measure for those that are live."""
    having = {1 << place: count for place, count in enumerate(of_each) if count}
    rows = rows_of(at.matches(asked, [sum(having)], MOST_HITS) if having else [])
    if len(rows.live) >= PLENTY:
        return Weights(having, len(asked.groups)), rows
    counts, waiting = at.counts(asked), rows.waiting
    while True:
        weights = Weights(counts, len(asked.groups))
        enough = weights.enough()
        rows = rows_of(at.matches(asked, enough, MOST_HITS) if enough else [])
        waiting += rows.waiting
        best = max((weights.share(has) for (_, has, _), _ in rows.live), default=0.0)
        if not (missed := [has for has in enough if weights.share(has) > best]):
            return weights, Rows(rows.live, waiting)
        counts = {has: count for has, count in counts.items() if has not in missed}


class Weights:
    """How much each group of words tells: one that few pages have more than one that nearly all have."""

    def __init__(self, counts: Mapping[Has, int], groups: int) -> None:
        self.counts, of_all = counts, sum(counts.values())
        having = [sum(count for has, count in counts.items() if has >> place & 1) for place in range(groups)]
        self.of_each = [log(1 + of_all / count) if count else 0.0 for count in having]
        self.of_all = sum(self.of_each) or 1.0
        self.known: dict[Has, float] = {}

    def share(self, groups: Has) -> float:
        """Of all that was asked and is anywhere: from 0 to 1."""
        if groups not in self.known:
            found = (weight for place, weight in enumerate(self.of_each) if groups >> place & 1)
            self.known[groups] = sum(found) / self.of_all
        return self.known[groups]

    def enough(self) -> list[Has]:
        """The combinations that pages have of which enough is there."""
        best = max(map(self.share, self.counts), default=0.0)
        return [has for has in self.counts if self.share(has) >= ENOUGH * best]


def _ranked(rows: Rows, query: Query, wanted: frozenset[str], weights: Weights, now: dt.datetime) -> Hits:
    top = max((score for (score, _, _), _ in rows.live), default=0.0) or 1.0
    of_title = cache(lambda stems: TITLE_HAS_IT * weights.share(query.groups_in(stems)))
    scored = []
    of_words = cache(lambda has: ALL_OF_IT * weights.share(has))
    marks = query.marks
    for (of_text, has, _), row in rows.live:
        score = of_text / top + of_words(has) + BY_KIND.get(row.kind, 0)
        if asked := marks.intersection(row.stems):
            score += of_title(asked) + (TITLE_IS_IT if asked == wanted and len(row.stems) == len(wanted) else 0)
        scored.append((-score, row.title, row.pk, row))
    scored.sort()
    moments = [row.ends for _, row in rows.live if row.ends] + [row.starts for row in rows.waiting if row.starts]
    return Hits(tuple(each[-1] for each in scored), now, min((each for each in moments if each > now), default=None))
