"""From a reader's words to the published rows that fit them best."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, ExpressionWrapper, F, QuerySet, When
from django.utils.dateparse import parse_datetime

from articles.models.compiled import Compiled, asked
from articles.models.published import Published, live_at, not_over

from .engines import Asked, Has, Match, engine
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


class Row(NamedTuple):
    pk: int
    stored_uuid: UUID | str
    kind: str
    slug: str
    title: str
    is_live: bool
    starts: dt.datetime | str | None
    ends: dt.datetime | str | None


class Hit(NamedTuple):
    score: float
    pk: int
    stored_uuid: UUID | str
    kind: str
    slug: str
    title: str

    @property
    def uuid(self) -> UUID:
        return UUID(str(self.stored_uuid))


@dataclass(frozen=True, slots=True)
class Found:
    """``hits`` are live, best first. ``until`` is when a page among them comes or goes by itself."""

    hits: tuple[Hit, ...]
    query: Query
    until: dt.datetime | None = None


class Among:
    """The rows to look among: ``rows`` gives them for a moment."""

    def __init__(self, rows: Callable[[dt.datetime], QuerySet[Published]]) -> None:
        self.rows = rows
        self.compiled = Compiled(self._not_over)

    def _not_over(self, now: dt.datetime) -> QuerySet[Published, Any]:
        told: dict[str, Any] = {
            "is_live": ExpressionWrapper(live_at(now), output_field=BooleanField()),
            "starts": Case(When(live_from__gt=now, then="live_from")),
            "ends": F("live_until"),
        }
        rows = self.rows(now).filter(not_over(now), locale=asked("locale")).annotate(**told)
        return rows.values_list("pk", "uuid", "kind", "slug", "title", *told)

    def at(self, now: dt.datetime, locale: str) -> tuple[str, list[Any]]:
        return self.compiled.at(connection.alias, now, locale=locale)


def find(text: str, *, among: Among, locale: str, now: dt.datetime, names_only: bool = False) -> Found:
    """The live ones of these rows, in three queries. ``names_only``: titles and synonyms, the last word unfinished."""
    words = telling_words(text)
    if not words:
        return Found((), Query((), ""))
    at = engine()
    query = query_of(words, locale, at.words_like(words, locale), as_typed=names_only)
    wanted = Asked(query.groups, locale, among.at(now, locale), names_only)
    weights = Weights(at.counts(wanted), len(query.groups))
    matches = at.matches(wanted, weights.enough(), MOST_HITS) if weights.counts else []
    return _found(matches, query, words, weights, locale, now)


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
    matches: Sequence[Match], query: Query, words: list[str], weights: Weights, locale: str, now: dt.datetime
) -> Found:
    rows = [(match, Row(*match.row)) for match in matches]
    top = max((match.score for match in matches), default=0.0) or 1.0
    wanted = frozenset(stem(word, locale) for word in (query.corrected.split() or words))
    hits = [
        Hit(
            match.score / top
            + ALL_OF_IT * weights.share(match.groups)
            + _of_title(row.title, query, weights, wanted, locale)
            + BY_KIND.get(row.kind, 0),
            *row[:5],
        )
        for match, row in rows
        if row.is_live
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.title, hit.pk))
    moments = [_moment(each) for _, row in rows for each in (row.starts, row.ends) if each]
    return Found(tuple(hits), query, min((each for each in moments if each > now), default=None))


def _moment(stored: dt.datetime | str) -> dt.datetime:
    """SQLite gives text, or a time without its zone, which is UTC."""
    found = stored if isinstance(stored, dt.datetime) else parse_datetime(stored)
    assert found is not None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _of_title(title: str, query: Query, weights: Weights, wanted: frozenset[str], locale: str) -> float:
    stems = _title_stems(title, locale)
    return TITLE_HAS_IT * weights.share(query.groups_in(stems)) + (TITLE_IS_IT if stems == wanted else 0)


@lru_cache(maxsize=10_000)
def _title_stems(title: str, locale: str) -> frozenset[str]:
    return frozenset(stem(word, locale) for word in words_of(title))
