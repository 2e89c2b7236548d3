"""A generated tsvector with a GIN index, and a trigram index of the vocabulary."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from .engine import LIKE_EACH, TABLE, WEIGHTS, WORDS, Alternative, Group, Match

PLACES = {"title_words": "A", "name_words": "B", "lead_words": "C", "body_words": "D"}
NAMES = "AB"
# Divides a rank by one plus the logarithm of the length of the text, so that long pages do not win by being long.
BY_LENGTH = 1


class PostgreSQL:
    def create(self) -> Sequence[str]:
        vector = " || ".join(
            f"setweight(to_tsvector('simple'::regconfig, {column}), '{place}')" for column, place in PLACES.items()
        )
        return [
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS ({vector}) STORED",
            f"CREATE INDEX {TABLE}_vector ON {TABLE} USING gin (vector)",
            f"CREATE INDEX {WORDS}_trigrams ON {WORDS} USING gist (word gist_trgm_ops)",
        ]

    def drop(self) -> Sequence[str]:
        return [f"DROP INDEX {WORDS}_trigrams", f"ALTER TABLE {TABLE} DROP COLUMN vector"]

    def rebuild(self) -> None:
        """PostgreSQL keeps its indexes by itself."""

    def matches(
        self, groups: Sequence[Group], locale: str, *, names_only: bool, live: tuple[str, list[Any]], limit: int
    ) -> list[Match]:
        each = [_expression(group, NAMES if names_only else "") for group in groups]
        has = " + ".join(f"(vector @@ to_tsquery('simple', %s))::int * {2**bit}" for bit in range(len(each)))
        any_of = " | ".join(f"({expression})" for expression in each)
        weights = "{" + ", ".join(str(weight / WEIGHTS[0]) for weight in reversed(WEIGHTS)) + "}"
        live_sql, live_values = live
        sql = f"""
            SELECT published_id, ts_rank('{weights}', vector, to_tsquery('simple', %s), {BY_LENGTH}) AS score,
                {has} AS groups_found
            FROM {TABLE}
            WHERE vector @@ to_tsquery('simple', %s) AND locale = %s AND published_id IN ({live_sql})
            ORDER BY score DESC, published_id LIMIT %s
        """  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [any_of, *each, any_of, locale, *live_values, limit])
            return [Match(*row) for row in cursor.fetchall()]

    def words_like(self, words: Sequence[str], locale: str) -> set[str]:
        sql = f"""
            SELECT alike.word FROM unnest(%s::text[]) AS asked(word), LATERAL (
                SELECT word FROM {WORDS} WHERE locale = %s ORDER BY word <-> asked.word LIMIT {LIKE_EACH}
            ) AS alike
            UNION SELECT word FROM {WORDS} WHERE locale = %s AND word = ANY(%s)
        """  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(words), locale, locale, list(words)])
            return {row[0] for row in cursor.fetchall()}


def _expression(group: Group, places: str) -> str:
    return " | ".join(_all_of(each, places) for each in group)


def _all_of(alternative: Alternative, places: str) -> str:
    last = len(alternative.words) - 1
    terms = []
    for position, word in enumerate(alternative.words):
        marks = ("*" if alternative.is_prefix and position == last else "") + places
        terms.append(f"'{word}'" + (f":{marks}" if marks else ""))
    return f"({' & '.join(terms)})"
