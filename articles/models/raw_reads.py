"""Reads that happen with nearly every request, without the object layer."""

import time
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connections, router

from .change import PublishingLock

STAMP = f"SELECT published_stamp FROM {PublishingLock._meta.db_table} WHERE id = 1"  # noqa: S608

TRUSTED = 600.0  # seconds
_seen: dict[str, tuple[int | None, float]] = {}


def published_stamp() -> int | None:
    """Another number whenever anything that is published has changed.

    While the only database does not answer it is the last one that was seen, for as long as shared caches may keep what
    they have: so what a process has in memory goes on being sent. Nobody can publish or withdraw meanwhile either.
    """
    alias = router.db_for_read(PublishingLock)
    try:
        found = first_row(connections[alias], STAMP, [])
    except Error:
        if alias != DEFAULT_DB_ALIAS or connections[alias].in_atomic_block:
            raise
        return _stamp_in_outage(alias)
    stamp: int | None = found[0] if found else None
    _seen[alias] = stamp, time.monotonic()
    return stamp


def _stamp_in_outage(alias: str) -> int | None:
    """Asked once more first, as it may have been just this connection that was lost."""
    connection = connections[alias]
    try:
        connection.close()
        found = first_row(connection, STAMP, [])
    except Error:
        stamp, at = _seen.get(alias, (None, 0.0))
        if stamp is None or time.monotonic() - at > TRUSTED:
            raise
        return stamp
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
        return _cursor_of(connection.connection).execute(sql, values or None, prepare=True, binary=True).fetchone()


def _cursor_of(connection: Any) -> psycopg.Cursor[Any]:
    """One for each connection, as making it costs as much as asking."""
    if not hasattr(connection, "cursor_for_raw_reads"):
        connection.cursor_for_raw_reads = psycopg.Cursor(connection)
    found: psycopg.Cursor[Any] = connection.cursor_for_raw_reads
    return found
