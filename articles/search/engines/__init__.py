"""Full text in the database that is there. Both answer the same questions."""

from django.db import connection

from .engine import Alternative, Asked, Engine, Group, Has, Match
from .postgresql import PostgreSQL
from .sqlite import SQLite

__all__ = ["Alternative", "Asked", "Engine", "Group", "Has", "Match", "engine"]

ENGINES: dict[str, type[Engine]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine(vendor: str = "") -> Engine:
    return ENGINES[vendor or connection.vendor]()
