"""Rows of tables as lines of JSON, and back. By table and column, so that a later release can read them too."""

import base64
import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

# What a fresh start makes anew: open sessions, and who mistyped a password lately.
LEFT_OUT = frozenset({"healthkb_accountsession", "healthkb_signintries"})
GROUP = 200
_PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str  # Django's name for it, such as DateTimeField


def models_to_save() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [
        each for each in found if each._meta.managed and not each._meta.proxy and each._meta.db_table not in LEFT_OUT
    ]


def columns_of(model: type[models.Model]) -> list[Column]:
    return [Column(str(field.column), _type_of(field)) for field in model._meta.local_concrete_fields]


def _type_of(field: Any) -> str:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    kind = str(field.get_internal_type())
    return {"AutoField": "IntegerField", "BigAutoField": "BigIntegerField"}.get(kind, kind)


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """In the order of the keys, so that equal tables give equal lines."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=GROUP):
        yield json.dumps([_to_json(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _to_json(value: Any) -> Any:
    """Types that JSON lacks are told by the type of the column. A value of a JSON column goes as it is."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, (*_PLAIN, list, dict)):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a backup.")


def load_lines(table: str, columns: list[Column], lines: IO[bytes]) -> int:
    """Insert the rows. Returns how many they were."""
    fields = [_field(column) for column in columns]
    quoted = ", ".join(connection.ops.quote_name(column.name) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    into = f"{connection.ops.quote_name(table)} ({quoted})"
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(_row(line, columns, fields))
                    count += 1
            return count
        while group := [_row(line, columns, fields) for line in islice(lines, GROUP)]:
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", group)  # noqa: S608  our own names
            count += len(group)
    return count


def _field(column: Column) -> Any:
    field = getattr(models, column.type)()
    field.set_attributes_from_name(column.name)
    return field


def _row(line: bytes, columns: Iterable[Column], fields: list[Any]) -> list[Any]:
    values = zip(json.loads(line), columns, fields, strict=True)
    return [field.get_db_prep_save(_from_json(value, column), connection) for value, column, field in values]


def _from_json(value: Any, column: Column) -> Any:
    if value is None:
        return None
    if column.type == "BinaryField":
        return base64.b64decode(value)
    if column.type == "DateTimeField":
        return dt.datetime.fromisoformat(value)
    if column.type == "DateField":
        return dt.date.fromisoformat(value)
    return value


def empty_tables(tables: Iterable[str]) -> None:
    """Of what migrations put there. Those that refuse a DELETE are let off for this one moment."""
    with connection.cursor() as cursor:
        present = [table for table in tables if table in connection.introspection.table_names(cursor)]
        if connection.vendor == "postgresql":
            quoted = [connection.ops.quote_name(table) for table in present]
            for name in quoted:
                cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
            for name in quoted:
                cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
            return
        for table in present:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE name = %s", [f"{table}_no_delete"])
            guards = cursor.fetchall()
            for trigger, _ in guards:
                cursor.execute(f"DROP TRIGGER {trigger}")
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for _, statement in guards:
                cursor.execute(statement)


def reset_sequences() -> None:
    """So that the next row gets a number that is free. An earlier release's database has not all of today's tables."""
    with connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
        models = [model for model in models_to_save() if model._meta.db_table in present]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
