"""From a reader's words to the published rows that fit them best."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from articles.models.published import Published, live_at, not_over

from .engines import Match, engine
from .query import Query, query_of, telling_words
from .words import stem, words_of

MOST_HITS = 1000
# What the score of words in the text is added to: a title that is what was asked, and what kind of page readers want.
TITLE_IS_IT, TITLE_HAS_IT = 1.5, 0.6
BY_KIND = {"article": 0.5, "cause": 0.25, "protocol": 0.2, "red_flag": 0.1, "remedy": 0.1, "faq": 0.05, "wording": -0.4}


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
    return _found(_enough(matches, len(query.groups)), query, words, locale, now)


def _not_over(among: QuerySet[Published], locale: str, now: dt.datetime) -> tuple[str, list[Any]]:
    rows = among.filter(not_over(now), locale=locale).values("pk")
    sql, values = rows.query.get_compiler(connection=connection).as_sql()
    return sql, list(values)


def _enough(matches: Sequence[Match], groups: int) -> list[Match]:
    """Two words in three, or as many as the best has."""
    best = max((match.groups for match in matches), default=0)
    least = min(best, -(-2 * groups // 3))
    return [match for match in matches if match.groups >= least]


def _found(matches: list[Match], query: Query, words: list[str], locale: str, now: dt.datetime) -> Found:
    is_live = ExpressionWrapper(live_at(now), output_field=BooleanField())
    columns = ("pk", "uuid", "kind", "slug", "title", "live_from", "live_until", "is_live")
    rows = Published.objects.filter(pk__in=[match.published for match in matches]).annotate(is_live=is_live)
    by_pk = {row["pk"]: row for row in rows.values(*columns)}
    top = max((match.score for match in matches), default=0.0) or 1.0
    wanted = frozenset(stem(word, locale) for word in (query.corrected.split() or words))
    live = [(match, by_pk[match.published]) for match in matches if by_pk[match.published]["is_live"]]
    ranked = sorted(
        ((match.groups, _score(match.score / top, row, wanted, locale), row) for match, row in live),
        key=lambda each: (-each[0], -each[1], each[2]["title"], each[2]["pk"]),
    )
    hits = tuple(Hit(row["pk"], row["uuid"], row["kind"], row["slug"], row["title"], score) for _, score, row in ranked)
    moments = [row[name] for row in by_pk.values() for name in ("live_from", "live_until")]
    return Found(hits, query, min((each for each in moments if each and each > now), default=None))


def _score(score: float, row: dict[str, Any], wanted: frozenset[str], locale: str) -> float:
    stems = _title_stems(row["title"], locale)
    title = TITLE_IS_IT if stems == wanted else TITLE_HAS_IT if wanted <= stems else 0
    return score + title + BY_KIND.get(row["kind"], 0)


@lru_cache(maxsize=10_000)
def _title_stems(title: str, locale: str) -> frozenset[str]:
    return frozenset(stem(word, locale) for word in words_of(title))
