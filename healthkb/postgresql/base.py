"""Django's backend, on which no request waits for a database that does not answer."""

from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from healthkb.outages import Watch, watches


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        watch = watches.of(self.alias, partial(_asking, conn_params))
        if watch is not None and watch.is_down:
            raise psycopg.OperationalError("The database does not answer.")
        connection = super().get_new_connection(conn_params)
        if watch is not None:
            watch.connections.add(connection)
        return connection


def _asking(conn_params: dict[str, Any], watch: Watch) -> Callable[[], None]:
    """One question over a connection that is kept, and cut like the others."""
    kept: list[Any] = []

    def ask() -> None:
        if not kept or kept[0].closed:
            kept[:] = [psycopg.connect(**conn_params | {"connect_timeout": 2, "autocommit": True})]
            watch.connections.add(kept[0])
        try:
            kept[0].execute("SELECT 1", prepare=False)
        except Exception:
            kept.clear()
            raise

    return ask
