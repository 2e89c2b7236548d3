from typing import Any

from django.db import migrations


def search_indexes() -> migrations.RunPython:
    """Adds the full-text index of whichever database it runs on."""

    def add(apps: Any, schema_editor: Any) -> None:
        from . import engine

        for statement in engine(schema_editor.connection).create():
            schema_editor.execute(statement, params=None)

    def remove(apps: Any, schema_editor: Any) -> None:
        from . import engine

        for statement in engine(schema_editor.connection).drop():
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(add, remove)
