"""Databases to be killed in: one prepared for each work, and a copy of it for each kill."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

Rows = list[tuple[Any, ...]]


class Place:
    """Moves this process's one connection from database to database. Nothing else may be using them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        os.environ["TMPDIR"], tempfile.tempdir = str(self.temporary), str(self.temporary)
        self.number = os.getpid()
        self.is_sqlite = connection.vendor == "sqlite"
        self.home = str(connection.settings_dict["NAME"])
        self.made: list[str] = []

    def name(self, name: str) -> str:
        return str(self.folder / f"{name}.sqlite3") if self.is_sqlite else f"kill_{self.number}_{name}"

    def use(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.name(name)

    def make(self, name: str, fill: Callable[[], None], *, of: str = "") -> None:
        """A database with what this writes, on a copy of another one."""
        self.copy(of, name) if of else self._create(name)
        self.use(name)
        fill()
        connection.close()

    def adopt(self, name: str, original: str) -> None:
        if self.is_sqlite:
            shutil.copy(original, self.name(name))
        else:
            self.made.append(self.name(name))
            self._at_home(f"CREATE DATABASE {self.name(name)} TEMPLATE {original}")

    def migrate(self) -> None:
        call_command("migrate", verbosity=0)

    def copy(self, original: str, name: str) -> None:
        self.drop(name)
        connection.close()
        if self.is_sqlite:
            shutil.copy(self.name(original), self.name(name))
        else:
            self._create(name, original)

    def drop(self, name: str) -> None:
        connection.close()
        if self.is_sqlite:
            for file in self.folder.glob(f"{name}.sqlite3*"):
                file.unlink()
        elif self.name(name) in self.made:
            self._at_home(f"DROP DATABASE IF EXISTS {self.name(name)} WITH (FORCE)")

    def _create(self, name: str, template: str = "") -> None:
        if self.is_sqlite:
            Path(self.name(name)).touch()
            return
        self.made.append(self.name(name))
        self._at_home(f"CREATE DATABASE {self.name(name)} TEMPLATE {self.name(template) if template else 'template0'}")

    def _at_home(self, sql: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.home
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(sql)
        connection.close()

    def leftovers(self, name: str) -> list[str]:
        """Files that nobody will ever look at again. Call it with no process at work."""
        connection.close()
        beside = self.folder.glob(f"{name}.sqlite3-*")
        cache = (file for file in self.folder.glob("cache/*") if file.suffix != ".djcache")
        return sorted(str(file.relative_to(self.folder)) for file in (*self.temporary.iterdir(), *beside, *cache))

    def schema(self) -> Rows:
        """Every table, column, index, constraint and trigger, to be compared."""
        with connection.cursor() as cursor:
            cursor.execute(SQLITE_SCHEMA if self.is_sqlite else POSTGRESQL_SCHEMA)
            rows: Rows = cursor.fetchall()
            return rows

    def remove(self) -> None:
        if not self.is_sqlite:
            for name in set(self.made):
                self._at_home(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.close()


SQLITE_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
POSTGRESQL_SCHEMA = """
SELECT 'column', table_name, column_name::text, data_type || is_nullable || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
  FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2, 3
"""
