"""FTS5: one index of words, kept by triggers, and one of the trigrams of the vocabulary."""

import time
from collections.abc import Sequence
from typing import Any

from articles.models.search import SEARCH_TEXT_ROW

from .engine import LIKE_EACH, MOST_COUNTED, TABLE, WEIGHTS, WORDS, Alternative, Asked, Has, Match, least, places

INDEX = f"{TABLE}_fts"
TRIGRAMS = f"{WORDS}_fts"
COLUMNS = "title_words, name_words, lead_words, body_words"
# Without this index SQLite goes through the long texts of each row to what is stored after them.
ROW = f"{TABLE} AS t INDEXED BY {SEARCH_TEXT_ROW}"
MOST_COMBINATIONS = 20  # of groups: with more, as in whole sentences, all rows with any group are ranked
MOST_STEPS, PAGES_AT_ONCE, PAUSE = 50, 100, 0.02  # seconds: some two for all steps
SCORE = f"-bm25({INDEX}, {', '.join(str(weight) for weight in WEIGHTS)})"
LIKE = f"""
    SELECT known.word FROM {TRIGRAMS} JOIN {WORDS} known ON known.id = {TRIGRAMS}.rowid
    WHERE {TRIGRAMS} MATCH %s AND known.locale = %s ORDER BY {TRIGRAMS}.rank LIMIT {LIKE_EACH}
"""  # noqa: S608


class SQLite:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def create(self) -> Sequence[str]:
        return [
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5({COLUMNS}, content='{TABLE}', content_rowid='id', "
            "tokenize='unicode61', prefix='2 3 4')",
            *_triggers(TABLE, INDEX, COLUMNS, COLUMNS),
            # Padded, so that the first and last letters count as much as those in the middle.
            f"CREATE VIRTUAL TABLE {TRIGRAMS} USING fts5(word, tokenize='trigram')",
            *_vocabulary_triggers(),
        ]

    def drop(self) -> Sequence[str]:
        names = [f"{table}_{verb}" for table in (INDEX, TRIGRAMS) for verb in ("insert", "update", "delete")]
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names] + [
            f"DROP TABLE {INDEX}",
            f"DROP TABLE {TRIGRAMS}",
        ]

    def rebuild(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608

    def tidy(self) -> bool:
        """Every publish leaves a piece of the index, and a search looks into each of them. Joins those alike in size.

        A few pages at a time, each a write of its own, so that nobody who writes waits for more than that.
        """
        with self.connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('usermerge', 2)")  # noqa: S608
            for _ in range(MOST_STEPS):
                before = self.connection.connection.total_changes
                cursor.execute(f"INSERT INTO {INDEX}({INDEX}, rank) VALUES ('merge', {PAGES_AT_ONCE})")  # noqa: S608
                if self.connection.connection.total_changes - before <= 1:  # the command itself counts as one
                    return True
                time.sleep(PAUSE)
        return False

    def count_each(self, asked: Asked) -> list[int]:
        each = _expressions(asked)
        some = f"SELECT 1 FROM {INDEX} WHERE {INDEX} MATCH %s LIMIT {MOST_COUNTED}"  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join([f'(SELECT count(*) FROM ({some}))'] * len(each))}", each)  # noqa: S608
            return list(cursor.fetchone())

    def all_matches(self, asked: Asked) -> list[Match]:
        """The score of a row is the sum of what each word adds. Which language it is in is known to who asks."""
        each = _expressions(asked)
        # Materialized, as bm25 has to be asked for before rows are put together.
        sql = f"""
            WITH each AS MATERIALIZED ({_of_each_group(each, SCORE)})
            SELECT sum(score), sum(bit), id FROM each GROUP BY id
        """  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, each)
            return list(cursor.fetchall())

    def counts(self, asked: Asked) -> dict[Has, int]:
        each = _expressions(asked)
        sql = f"""
            WITH found AS MATERIALIZED (SELECT id, sum(bit) AS has FROM ({_of_each_group(each)}) GROUP BY id)
            SELECT found.has, count(*) FROM found JOIN {ROW} ON t.id = found.id WHERE t.locale = %s GROUP BY found.has
        """  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [*each, asked.locale])
            return dict(cursor.fetchall())

    def matches(self, asked: Asked, wanted: Sequence[Has], limit: int) -> list[Match]:
        each = _expressions(asked)
        any_of, enough = " OR ".join(each), least(wanted)
        if [has.bit_count() for has in enough] == [len(each)]:
            return self._ranked(asked, " AND ".join(each), limit, has=enough[0])
        if len(enough) <= MOST_COMBINATIONS:
            needed = " OR ".join(f"({' AND '.join(each[place] for place in places(has))})" for has in enough)
            # Every word that was asked for counts in the score, also one that a row need not have.
            any_of = f"({needed}) AND ({any_of})"
        return self._ranked(asked, any_of, limit)

    def _ranked(self, asked: Asked, expression: str, limit: int, *, has: Has | None = None) -> list[Match]:
        """``has`` where it is the same for all of them."""
        each = _expressions(asked) if has is None else []
        bits = [
            f"(t.id IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)) * {2**bit}"  # noqa: S608
            for bit in range(len(each))
        ]
        sql = f"""
            WITH found AS MATERIALIZED (
                SELECT rowid AS id, {SCORE} AS score FROM {INDEX} WHERE {INDEX} MATCH %s
            )
            SELECT found.score, {" + ".join(bits) or has} AS has, found.id
            FROM found JOIN {ROW} ON t.id = found.id
            WHERE t.locale = %s ORDER BY found.score DESC, found.id LIMIT %s
        """  # noqa: S608
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [expression, *each, asked.locale, limit])
            return list(cursor.fetchall())

    def words_like(self, words: Sequence[str], locale: str) -> set[str]:
        exact = ", ".join(["%s"] * len(words))
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT word FROM {WORDS} WHERE locale = %s AND word IN ({exact})", [locale, *words])  # noqa: S608
            found = {row[0] for row in cursor.fetchall()}
            if unknown := [word for word in words if word not in found]:
                like = " UNION ".join([f"SELECT * FROM ({LIKE})"] * len(unknown))  # noqa: S608
                cursor.execute(like, [value for word in unknown for value in (_trigrams(word), locale)])
                found.update(row[0] for row in cursor.fetchall())
            return found


def _triggers(table: str, index: str, columns: str, values: str) -> list[str]:
    new = ", ".join(f"new.{name.strip()}" for name in values.split(","))
    old = ", ".join(f"old.{name.strip()}" for name in values.split(","))
    put = f"INSERT INTO {index}(rowid, {columns}) VALUES (new.id, {new});"  # noqa: S608
    take = f"INSERT INTO {index}({index}, rowid, {columns}) VALUES ('delete', old.id, {old});"  # noqa: S608
    return [
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {put} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN {take} {put} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {take} END",
    ]


def _vocabulary_triggers() -> list[str]:
    put = f"INSERT INTO {TRIGRAMS}(rowid, word) VALUES (new.id, '$$' || new.word || '$');"  # noqa: S608
    take = f"DELETE FROM {TRIGRAMS} WHERE rowid = old.id;"  # noqa: S608
    return [
        f"CREATE TRIGGER {TRIGRAMS}_insert AFTER INSERT ON {WORDS} BEGIN {put} END",
        f"CREATE TRIGGER {TRIGRAMS}_update AFTER UPDATE ON {WORDS} BEGIN {take} {put} END",
        f"CREATE TRIGGER {TRIGRAMS}_delete AFTER DELETE ON {WORDS} BEGIN {take} END",
    ]


def _of_each_group(expressions: Sequence[str], score: str = "0") -> str:
    return " UNION ALL ".join(
        f"SELECT rowid AS id, {2**bit} AS bit, {score} AS score FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608
        for bit in range(len(expressions))
    )


def _expressions(asked: Asked) -> list[str]:
    columns = "{title_words name_words} : " if asked.names_only else ""
    return [f"({columns}({' OR '.join(_all_of(each) for each in group)}))" for group in asked.groups]


def _all_of(alternative: Alternative) -> str:
    quoted = [f'"{word}"' for word in alternative.words]
    if alternative.is_prefix:
        quoted[-1] += " *"
    return f"({' AND '.join(quoted)})"


def _trigrams(word: str) -> str:
    padded = f"$${word}$"
    return " OR ".join(f'"{padded[start : start + 3]}"' for start in range(len(padded) - 2))
