"""The limit: the same rows, ready as the database takes them, written with nothing read, compared or checked."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from articles.models import Cause, Document, Edit

from .subjects import Rows, Subject

_FIRST = 1_000_000_000  # a primary key that no other row has
_ROWS_AT_ONCE = 2_000
_DOCUMENT = ("id", "kind", "uuid", "slug", "locale", "title", "review_interval_months", "edit_number")
_WHO_AND_WHEN = ("created_at", "updated_at", "created_by_id", "updated_by_id")
_TEXTS = ("description", "mechanism", "what_to_do", "when_to_suspect", "serious", "synonyms")


class Load(NamedTuple):
    """Rows of one table, the columns that say which row is meant, and those that are written again."""

    model: Any
    columns: Sequence[str]
    rows: list[tuple[Any, ...]]
    key: Sequence[str] = ()
    changed: Sequence[str] = ()


def loads_of(subject: Subject, rows: Rows, pks: Iterable[int] | None = None) -> list[Load]:
    """Everything that an import of these rows writes. ``pks`` are those of rows that are there already."""
    keys = list(pks or range(_FIRST, _FIRST + len(rows)))
    now: Any = connection.ops.adapt_datetimefield_value(timezone.now())
    who = (now, now, subject.by.pk, subject.by.pk)
    native = connection.features.has_native_uuid_field
    made = [uuid.uuid4() if native else uuid.uuid4().hex for _ in rows]
    named = list(zip(keys, made, rows, strict=True))
    documents = [(pk, "cause", each, *row[:3], 36, 1, *who) for pk, each, row in named]
    key = ("kind", "slug", "locale")
    return [
        Load(Document, (*_DOCUMENT, *_WHO_AND_WHEN), documents, key, ("title", "review_interval_months")),
        Load(
            Cause,
            ("document_ptr_id", *_TEXTS),
            [(pk, *row[3:7], False, "[]") for pk, _, row in named],
            ("document_ptr_id",),
            _TEXTS,
        ),
        Load(Edit, ("document_id", "edit_number", "by_id", "at"), [(pk, 1, subject.by.pk, now) for pk in keys]),
        *_links(subject, keys),
    ]


def _links(subject: Subject, keys: Sequence[int]) -> Iterator[Load]:
    for through, names, linked in (
        (Cause.remedies.through, ("cause_id", "remedy_id"), subject.remedies),
        (Document.references.through, ("document_id", "reference_id"), subject.references),
    ):
        yield Load(through, names, [(pk, linked[place % len(linked)]) for place, pk in enumerate(keys)], names)


def insert(loads: Iterable[Load]) -> None:
    """With COPY, or one prepared statement for each table where there is none."""
    with connection.cursor() as cursor:
        for load in loads:
            table, columns = load.model._meta.db_table, ", ".join(load.columns)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in load.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(load.columns))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", load.rows)  # noqa: S608


def upsert(loads: Iterable[Load]) -> None:
    """``INSERT … ON CONFLICT`` of many rows at once. An edit is not made again."""
    with connection.cursor() as cursor:
        for load in loads:
            if not load.key:
                continue
            mark = "(" + ", ".join(["%s"] * len(load.columns)) + ")"
            sets = ", ".join(f"{name} = excluded.{name}" for name in load.changed)
            action = f"DO UPDATE SET {sets}" if sets else "DO NOTHING"
            start = f"INSERT INTO {load.model._meta.db_table} ({', '.join(load.columns)}) VALUES "  # noqa: S608
            for place in range(0, len(load.rows), _ROWS_AT_ONCE):
                rows = load.rows[place : place + _ROWS_AT_ONCE]
                statement = f"{start}{', '.join([mark] * len(rows))} ON CONFLICT ({', '.join(load.key)}) {action}"
                cursor.execute(statement, [value for row in rows for value in row])
