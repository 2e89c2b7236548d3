"""Many rows of one table in one statement. Django's bulk_create refuses tables that share their key with a parent.

Values are those of the model's fields, in the order given. The caller has cleaned them; the database's own
constraints still hold.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from typing import Any, cast

from django.db import connection, models

_PARAMETERS, _AT_ONCE = 30_000, 1_000
# What a driver takes as it is. Everything else goes through its field.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)

Values = Sequence[Any]


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Values]) -> None:
    fields = [model._meta.get_field(name) for name in names]
    prepared = _prepared(fields, rows)
    columns = ", ".join(_quote(field) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Django does not translate the errors of COPY by itself.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", cast(Any, prepared))  # noqa: S608


def update_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Values]) -> None:
    """Each row is the primary key, then a value for each name."""
    key: Any = model._meta.pk
    fields = [key, *(model._meta.get_field(name) for name in names)]
    table = connection.ops.quote_name(model._meta.db_table)
    sets = ", ".join(f"{_quote(field)} = given.column{place}" for place, field in enumerate(fields[1:], start=2))
    marks = "(" + ", ".join(_typed_mark(field) for field in fields) + ")"
    prepared = iter(_prepared(fields, rows))
    with connection.cursor() as cursor:
        while chunk := list(islice(prepared, _PARAMETERS // len(fields))):
            cursor.execute(
                f"UPDATE {table} SET {sets} FROM (VALUES {', '.join([marks] * len(chunk))}) AS given "  # noqa: S608
                f"WHERE {table}.{_quote(key)} = given.column1",
                [value for row in chunk for value in row],
            )


def _typed_mark(field: Any) -> str:
    if connection.vendor != "postgresql":
        return "%s"
    related = field.target_field if isinstance(field, models.ForeignKey) else field
    kind: Any = related.rel_db_type(connection) if related.primary_key else related.db_type(connection)
    return f"%s::{kind}"


def _quote(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _prepared(fields: Sequence[Any], rows: Iterable[Values]) -> Iterable[Values]:
    special = [(place, prepare) for place, field in enumerate(fields) if (prepare := _preparation(field))]
    return _prepare(rows, special) if special else rows


def _prepare(rows: Iterable[Values], special: Sequence[tuple[int, Callable[[Any], Any]]]) -> Iterator[Values]:
    """Column by column, a thousand rows at a time."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, _AT_ONCE)):
        columns: list[Iterable[Any]] = list(zip(*chunk, strict=True))
        for place, prepare in special:
            columns[place] = map(prepare, columns[place])
        yield from zip(*columns, strict=True)


def _preparation(field: Any) -> Callable[[Any], Any] | None:
    """None where the driver takes the value as it is."""
    is_postgresql = connection.vendor == "postgresql"
    if isinstance(field, _PLAIN) or (is_postgresql and isinstance(field, models.DateTimeField | models.UUIDField)):
        return None
    if isinstance(field, models.UUIDField) and not connection.features.has_native_uuid_field:
        return _hex
    if isinstance(field, models.JSONField):
        return partial(_json, encoder=field.encoder)
    prepare = partial(field.get_db_prep_save, connection=connection)
    # Rows of one statement mostly share their moment.
    return lru_cache(maxsize=64)(prepare) if isinstance(field, models.DateTimeField) else prepare


def _json(value: Any, *, encoder: Any) -> str | None:
    # Most lists are empty.
    return "[]" if value == [] else None if value is None else json.dumps(value, cls=encoder)


def _hex(value: uuid.UUID) -> str:
    return value.hex
