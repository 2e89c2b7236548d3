"""A generated tsvector with a GIN index, and a trigram index of the vocabulary."""

from collections.abc import Iterable, Sequence
from typing import Any

from .engine import LIKE_EACH, MOST_COUNTED, TABLE, WEIGHTS, WORDS, Alternative, Asked, Has, Match, least, places

PLACES = {"title_words": "A", "name_words": "B", "lead_words": "C", "body_words": "D"}
NAMES = "AB"
# Divides a rank by one plus the logarithm of the length of the text, so that long pages do not win by being long.
BY_LENGTH = 1
HAS_IT = "vector @@ to_tsquery('simple', %s)"


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
        """PostgreSQL keeps its indexes by itself, and tidies them, too."""

    def tidy(self) -> bool:
        return True

    def count_each(self, asked: Asked) -> list[int]:
        each = _expressions(asked)
        some = f"SELECT 1 FROM {TABLE} WHERE {HAS_IT} LIMIT {MOST_COUNTED}"  # noqa: S608
        counts = ", ".join([f"(SELECT count(*) FROM ({some}) AS counted)"] * len(each))  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {counts}", each)
            return list(cursor.fetchone())

    def all_matches(self, asked: Asked) -> list[Match]:
        return self._ranked(asked, _any_of(_expressions(asked)))

    def counts(self, asked: Asked) -> dict[Has, int]:
        each = _expressions(asked)
        sql = f"SELECT {_has(each)} AS has, count(*) FROM {TABLE} WHERE {HAS_IT} AND locale = %s GROUP BY has"  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [*each, _any_of(each), asked.locale])
            return dict(cursor.fetchall())

    def matches(self, asked: Asked, wanted: Sequence[Has], limit: int) -> list[Match]:
        each = _expressions(asked)
        needed = _any_of(" & ".join(f"({each[place]})" for place in places(has)) for has in least(wanted))
        return self._ranked(asked, needed, f"ORDER BY score DESC, id LIMIT {limit}")

    def _ranked(self, asked: Asked, needed: str, best: str = "") -> list[Match]:
        """In one pass over the index: to come back to rows that were found takes longer than to rank them."""
        each = _expressions(asked)
        weights = "{" + ", ".join(str(weight / WEIGHTS[0]) for weight in reversed(WEIGHTS)) + "}"
        sql = f"""
            SELECT ts_rank('{weights}', vector, to_tsquery('simple', %s), {BY_LENGTH}) AS score, {_has(each)} AS has, id
            FROM {TABLE} WHERE {HAS_IT} AND locale = %s {best}
        """  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [_any_of(each), *each, needed, asked.locale])
            return list(cursor.fetchall())

    def words_like(self, words: Sequence[str], locale: str) -> set[str]:
        like = f"""
            SELECT alike.word FROM unnest(%s::text[]) AS asked(word), LATERAL (
                SELECT word FROM {WORDS} WHERE locale = %s ORDER BY word <-> asked.word LIMIT {LIKE_EACH}
            ) AS alike
        """  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT word FROM {WORDS} WHERE locale = %s AND word = ANY(%s)", [locale, list(words)])  # noqa: S608
            found = {row[0] for row in cursor.fetchall()}
            if unknown := [word for word in words if word not in found]:
                cursor.execute(like, [unknown, locale])
                found.update(row[0] for row in cursor.fetchall())
            return found


def _has(expressions: Sequence[str]) -> str:
    return " + ".join(f"({HAS_IT})::int * {2**bit}" for bit in range(len(expressions)))


def _any_of(expressions: Iterable[str]) -> str:
    return " | ".join(f"({each})" for each in expressions)


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
