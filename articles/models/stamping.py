"""Triggers that raise ``PublishingLock.published_stamp`` with every change of a table, whoever makes it."""

from typing import Any

from django.db import migrations

_RAISE = "UPDATE articles_publishinglock SET published_stamp = published_stamp + 1 WHERE id = 1"
_VERBS = ("insert", "update", "delete")
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION raise_published_stamp() RETURNS trigger AS $$
BEGIN {_RAISE}; RETURN NULL; END
$$ LANGUAGE plpgsql;
"""


def stamped(table: str) -> migrations.RunPython:
    def add(apps: Any, schema_editor: Any) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        if postgresql:
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)
        for verb in _VERBS:
            each = (
                "FOR EACH STATEMENT EXECUTE FUNCTION raise_published_stamp()" if postgresql else f"BEGIN {_RAISE}; END"
            )
            schema_editor.execute(f"CREATE TRIGGER {table}_stamp_{verb} AFTER {verb} ON {table} {each}", params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for verb in _VERBS:
            schema_editor.execute(f"DROP TRIGGER {table}_stamp_{verb}{on_table}")

    return migrations.RunPython(add, remove)
