"""Tables to which rows are only ever added. The database itself refuses to change or delete one."""

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
