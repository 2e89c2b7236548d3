from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from healthkb.migrating import WholeMigrations


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        vars(migrate)["MigrationExecutor"] = WholeMigrations  # Django has no other place to name it
        with _without_limit_of_time(connections[options["database"]]):
            super().handle(*args, **options)


@contextmanager
def _without_limit_of_time(connection: Any) -> Iterator[None]:
    """What is meant for requests would end a statement that goes through a large table."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.cursor().execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        connection.cursor().execute("RESET statement_timeout")
