"""A generated tsvector with a GIN index, and a trigram index of the vocabulary."""

from collections.abc import Sequence
from typing import Any

from .engine import LIKE_EACH, TABLE, WEIGHTS, WORDS, Alternative, Asked, Has, Match

PLACES = {"title_words": "A", "name_words": "B", "lead_words": "C", "body_words": "D"}
NAMES = "AB"
# Divides a rank by one plus the logarithm of the length of the text, so that long pages do not win by being long.
BY_LENGTH = 1


class PostgreSQL:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

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

    def few_matches(self, asked: Asked, most: int) -> list[Match]:
        return self._ranked(asked, "(SELECT count(*) FROM found) <= %s", [most])

    def count_each(self, asked: Asked) -> list[int]:
        each = _expressions(asked)
        has_it = f"(SELECT count(*) FROM {TABLE} WHERE vector @@ to_tsquery('simple', %s))"  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join([has_it] * len(each))}", each)
            return list(cursor.fetchone())

    def counts(self, asked: Asked) -> dict[Has, int]:
        found, values = _found(asked)
        sql = f"{found} SELECT has, count(*) FROM found GROUP BY has"  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values)
            return dict(cursor.fetchall())

    def matches(self, asked: Asked, wanted: Sequence[Has], limit: int) -> list[Match]:
        which = "found.has = ANY(%s) ORDER BY score DESC, found.id LIMIT %s"
        return self._ranked(asked, which, [list(wanted), limit])

    def _ranked(self, asked: Asked, which: str, which_values: Sequence[Any]) -> list[Match]:
        found, values = _found(asked)
        weights = "{" + ", ".join(str(weight / WEIGHTS[0]) for weight in reversed(WEIGHTS)) + "}"
        any_of = " | ".join(f"({expression})" for expression in _expressions(asked))
        sql = f"""
            {found}
            SELECT ts_rank('{weights}', t.vector, to_tsquery('simple', %s), {BY_LENGTH}) AS score, found.has, found.id
            FROM found JOIN {TABLE} t ON t.id = found.id WHERE {which}
        """  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [*values, any_of, *which_values])
            return list(cursor.fetchall())

    def words_like(self, words: Sequence[str], locale: str) -> set[str]:
        sql = f"""
            SELECT alike.word FROM unnest(%s::text[]) AS asked(word), LATERAL (
                SELECT word FROM {WORDS} WHERE locale = %s ORDER BY word <-> asked.word LIMIT {LIKE_EACH}
            ) AS alike
            UNION SELECT word FROM {WORDS} WHERE locale = %s AND word = ANY(%s)
        """  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [list(words), locale, locale, list(words)])
            return {row[0] for row in cursor.fetchall()}


def _found(asked: Asked) -> tuple[str, list[Any]]:
    """Which rows have which groups. Each group is looked up in the index, which reads no row's words."""
    has_it = "vector @@ to_tsquery('simple', %s) AND locale = %s"
    each = " UNION ALL ".join(
        f"SELECT id, {2**bit} AS bit FROM {TABLE} WHERE {has_it}"  # noqa: S608
        for bit in range(len(asked.groups))
    )
    values = [value for expression in _expressions(asked) for value in (expression, asked.locale)]
    return (
        f"WITH found AS MATERIALIZED (SELECT id, sum(bit)::int AS has FROM ({each}) AS each GROUP BY id)",  # noqa: S608
        values,
    )


def _expressions(asked: Asked) -> list[str]:
    marks = NAMES if asked.names_only else ""
    return [" | ".join(_all_of(each, marks) for each in group) for group in asked.groups]


def _all_of(alternative: Alternative, places: str) -> str:
    last = len(alternative.words) - 1
    terms = []
    for position, word in enumerate(alternative.words):
        marks = ("*" if alternative.is_prefix and position == last else "") + places
        terms.append(f"'{word}'" + (f":{marks}" if marks else ""))
    return f"({' & '.join(terms)})"
