"""Tables to which rows are only ever added. The database itself refuses to change or delete one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import migrations

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();
"""
_POSTGRESQL_WHOLE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
"""
# SQLite's REPLACE takes the old row out without asking the triggers that watch over deletions.
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""


def never_replaced(tables: Mapping[str, Sequence[Sequence[str]]]) -> migrations.RunPython:
    """``tables``: the columns of every key of each. PostgreSQL knows no such statement."""

    def add(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for table, keys in tables.items():
                same = " OR ".join(" AND ".join(f"{name} = NEW.{name}" for name in key) for key in keys)
                schema_editor.execute(_SQLITE_REPLACE.format(table=table, same=same), params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for table in tables:
                schema_editor.execute(f"DROP TRIGGER {table}_no_replace")

    return migrations.RunPython(add, remove)


def never_emptied(*tables: str) -> migrations.RunPython:
    """PostgreSQL empties a table with TRUNCATE past the triggers of rows. SQLite knows no such statement."""

    def add(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(_POSTGRESQL_WHOLE.format(table=table), params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for table in tables:
                schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")

    return migrations.RunPython(add, remove)


def append_only(*tables: str) -> migrations.RunPython:
    def add(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        template = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]
        if vendor == "postgresql":
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)
        for table in tables:
            for verb in ("update", "delete"):
                schema_editor.execute(template.format(table=table, verb=verb), params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        on_table = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for table in tables:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}{on_table.format(table=table)}")

    return migrations.RunPython(add, remove)
