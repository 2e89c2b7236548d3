"""Reads that happen with nearly every request, without the object layer."""

import time
from typing import Any

import psycopg
from django.db import connections, router

from .change import PublishingLock

STAMP = f"SELECT published_stamp FROM {PublishingLock._meta.db_table} WHERE id = 1"  # noqa: S608


def published_stamp() -> int | None:
    """Another number whenever anything that is published has changed."""
    connection = connections[router.db_for_read(PublishingLock)]
    found = first_row(connection, STAMP, [])
    return found[0] if found else None


def first_row(connection: Any, sql: str, values: list[Any]) -> Any:
    """Raises the errors of django.db, and looks after the connection as a request of Django would."""
    is_over = connection.close_at is not None and time.monotonic() >= connection.close_at
    if (is_over or connection.errors_occurred) and not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if connection.connection is None:
        connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return connection.connection.execute(sql.replace("%s", "?"), values).fetchone()
        return psycopg.Cursor(connection.connection).execute(sql, values, prepare=True, binary=True).fetchone()
