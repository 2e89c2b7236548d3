"""Full text in the database that is there. Both answer the same questions."""

from typing import Any

from django.db import connections, router

from articles.models.search import SearchText

from .engine import Alternative, Asked, Engine, Group, Has, Match
from .postgresql import PostgreSQL
from .sqlite import SQLite

__all__ = ["Alternative", "Asked", "Engine", "Group", "Has", "Match", "engine"]

ENGINES: dict[str, type[SQLite | PostgreSQL]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine(connection: Any = None) -> Engine:
    """That of this connection, or of the database that readers are answered from at the moment."""
    connection = connection or connections[router.db_for_read(SearchText)]
    return ENGINES[connection.vendor](connection)
