"""From a reader's words to the published rows that fit them best."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import NamedTuple

from .engines import Asked, Has, Match, engine
from .query import Query, query_of, telling_words
from .rows import Among, Row
from .words import stem, words_of

MOST_HITS = 1000
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


class Hit(NamedTuple):
    score: float
    row: Row


@dataclass(frozen=True, slots=True)
class Found:
    """``hits`` are live, best first. ``until`` is when a page among them comes or goes by itself."""

    hits: tuple[Hit, ...]
    query: Query
    until: dt.datetime | None = None


def find(text: str, *, among: Among, locale: str, now: dt.datetime, names_only: bool = False) -> Found:
    """The live ones of these rows. ``names_only``: titles and synonyms, the last word unfinished.

    In two queries, or four where many pages have something of what was asked, and one for rows that were not kept.
    """
    words = telling_words(text)
    if not words:
        return Found((), Query((), ""))
    at = engine()
    query = query_of(words, locale, at.words_like(words, locale), as_typed=names_only)
    wanted = Asked(query.groups, locale, names_only)
    matches = at.few_matches(wanted, MOST_HITS)
    if matches:
        known = among.known([match.key for match in matches], now)
        matches = [match for match in matches if known[match.key]]
        weights = Weights(Counter(match.groups for match in matches), len(query.groups))
        enough = set(weights.enough())
        matches = [match for match in matches if match.groups in enough]
    else:
        weights = Weights(at.counts(wanted, among.keys(locale, now)), len(query.groups))
        matches = at.matches(wanted, weights.enough(), MOST_HITS) if weights.counts else []
        known = among.known([match.key for match in matches], now)
    rows = [(match, row) for match in matches if (row := known[match.key])]
    return _found(rows, query, words, weights, locale, now)


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


def _found(
    rows: Sequence[tuple[Match, Row]], query: Query, words: list[str], weights: Weights, locale: str, now: dt.datetime
) -> Found:
    top = max((match.score for match, _ in rows), default=0.0) or 1.0
    wanted = frozenset(stem(word, locale) for word in (query.corrected.split() or words))
    hits = [
        Hit(
            match.score / top
            + ALL_OF_IT * weights.share(match.groups)
            + _of_title(row.title, query, weights, wanted, locale)
            + BY_KIND.get(row.kind, 0),
            row,
        )
        for match, row in rows
        if row.is_live(now)
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.row.title, hit.row.pk))
    moments = (each for _, row in rows for each in (row.starts, row.ends) if each)
    return Found(tuple(hits), query, min((each for each in moments if each > now), default=None))


def _of_title(title: str, query: Query, weights: Weights, wanted: frozenset[str], locale: str) -> float:
    stems = _title_stems(title, locale)
    return TITLE_HAS_IT * weights.share(query.groups_in(stems)) + (TITLE_IS_IT if stems == wanted else 0)


@lru_cache(maxsize=10_000)
def _title_stems(title: str, locale: str) -> frozenset[str]:
    return frozenset(stem(word, locale) for word in words_of(title))
