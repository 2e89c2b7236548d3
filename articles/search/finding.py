"""From a reader's words to the published rows that fit them best."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from articles.models.published import Published, live_at, not_over

from .engines import Match, engine
from .query import Query, query_of, telling_words
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


@dataclass(frozen=True, slots=True)
class Hit:
    pk: int
    uuid: UUID
    kind: str
    slug: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """``hits`` are live, best first. ``until`` is when a page among them comes or goes by itself."""

    hits: tuple[Hit, ...]
    query: Query
    until: dt.datetime | None = None


def find(text: str, *, among: QuerySet[Published], locale: str, now: dt.datetime, names_only: bool = False) -> Found:
    """The live ones of these rows, in three queries. ``names_only``: titles and synonyms, the last word unfinished."""
    words = telling_words(text)
    if not words:
        return Found((), Query((), ""))
    at = engine()
    query = query_of(words, locale, at.words_like(words, locale), as_typed=names_only)
    rows = _not_over(among, locale, now)
    matches = at.matches(query.groups, locale, names_only=names_only, live=rows, limit=MOST_HITS)
    return _found(matches, query, words, locale, now)


def _not_over(among: QuerySet[Published], locale: str, now: dt.datetime) -> tuple[str, list[Any]]:
    rows = among.filter(not_over(now), locale=locale).values("pk")
    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    return sql, list(values)


class Weights:
    """How much each group of words tells: one that few pages have more than one that nearly all have."""

    def __init__(self, matches: Sequence[Match], groups: int) -> None:
        having = [sum(match.groups >> place & 1 for match in matches) for place in range(groups)]
        self.of_each = [log(1 + len(matches) / count) if count else 0.0 for count in having]
        self.of_all = sum(self.of_each) or 1.0
        self.known: dict[int, float] = {}

    def share(self, groups: int) -> float:
        """Of all that was asked and is anywhere: from 0 to 1."""
        if groups not in self.known:
            found = (weight for place, weight in enumerate(self.of_each) if groups >> place & 1)
            self.known[groups] = sum(found) / self.of_all
        return self.known[groups]


def _enough(matches: Sequence[Match], weights: Weights) -> list[Match]:
    best = max((weights.share(match.groups) for match in matches), default=0.0)
    return [match for match in matches if weights.share(match.groups) >= ENOUGH * best]


def _found(all_matches: Sequence[Match], query: Query, words: list[str], locale: str, now: dt.datetime) -> Found:
    weights = Weights(all_matches, len(query.groups))
    matches = _enough(all_matches, weights)
    is_live = ExpressionWrapper(live_at(now), output_field=BooleanField())
    columns = ("pk", "uuid", "kind", "slug", "title", "live_from", "live_until", "is_live")
    rows = Published.objects.filter(pk__in=[match.published for match in matches]).annotate(is_live=is_live)
    by_pk = {row["pk"]: row for row in rows.values(*columns)}
    top = max((match.score for match in matches), default=0.0) or 1.0
    wanted = frozenset(stem(word, locale) for word in (query.corrected.split() or words))
    live = [(match, by_pk[match.published]) for match in matches if by_pk[match.published]["is_live"]]
    scored = [
        (
            match.score / top
            + ALL_OF_IT * weights.share(match.groups)
            + _of_title(row["title"], query, weights, wanted, locale)
            + BY_KIND.get(row["kind"], 0),
            row,
        )
        for match, row in live
    ]
    scored.sort(key=lambda each: (-each[0], each[1]["title"], each[1]["pk"]))
    hits = tuple(Hit(row["pk"], row["uuid"], row["kind"], row["slug"], row["title"], score) for score, row in scored)
    moments = [row[name] for row in by_pk.values() for name in ("live_from", "live_until")]
    return Found(hits, query, min((each for each in moments if each and each > now), default=None))


def _of_title(title: str, query: Query, weights: Weights, wanted: frozenset[str], locale: str) -> float:
    stems = _title_stems(title, locale)
    return TITLE_HAS_IT * weights.share(query.groups_in(stems)) + (TITLE_IS_IT if stems == wanted else 0)


@lru_cache(maxsize=10_000)
def _title_stems(title: str, locale: str) -> frozenset[str]:
    return frozenset(stem(word, locale) for word in words_of(title))
