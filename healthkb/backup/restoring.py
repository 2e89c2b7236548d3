"""A backup onto an empty database of either kind. An older release's backup is then brought up to this one."""

from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction

from healthkb.migrating import WholeMigrations

from .archive import Reader, reading
from .saving import Saved
from .tables import Column, empty_tables, load_lines, reset_sequences

# Earlier releases had them. No backup has rows of theirs.
GONE_APPS = ("sessions",)


class CannotRestore(Exception):
    pass


def check_backup(*, file: Path) -> dict[str, Any]:
    """Read it whole and compare every checksum; change nothing. Returns its manifest. Raises Damaged."""
    with reading(file) as archive:
        return archive.manifest


def restore_backup(*, file: Path) -> Saved:
    """Rows all at once or not at all; pictures first, as rows name them. Raises Damaged or CannotRestore."""
    with reading(file) as archive:
        _refuse_if_used()
        _make_tables(archive.manifest["migrations"])
        files = _restore_pictures(archive)
        with transaction.atomic():
            rows = _restore_rows(archive)
            connection.check_constraints()
    call_command("migrate", verbosity=0)
    return Saved(rows, files)


def _refuse_if_used() -> None:
    with connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
        for table in ("healthkb_user", "articles_document"):
            if table in present:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
                if cursor.fetchone()[0]:
                    raise CannotRestore(
                        "This database is in use: it has accounts or documents. Name an empty one in DATABASE_URL or "
                        "DATABASE_PATH, and restore there."
                    )


def _make_tables(applied: list[list[str]]) -> None:
    """As they were in the release that made the backup."""
    executor = WholeMigrations(connection)
    known = executor.loader.graph.nodes
    wanted = [(app, name) for app, name in applied if app not in GONE_APPS]
    if missing := [f"{app}.{name}" for app, name in wanted if (app, name) not in known]:
        raise CannotRestore(f"This backup is from a later release: {missing[0]} is not known here. Update first.")
    ahead = [key for key in executor.loader.applied_migrations if key not in wanted]
    if ahead:
        raise CannotRestore("The tables of this database are newer than the backup. Name a database without tables.")
    executor.migrate(_last_of_each_app(executor.loader.graph, wanted))


def _last_of_each_app(graph: Any, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Asking for an earlier one too would take back what follows it."""
    followed = {
        key
        for key in wanted
        for child in graph.node_map[key].children
        if child.key in wanted and child.key[0] == key[0]
    }
    return [key for key in wanted if key not in followed]


def _restore_pictures(archive: Reader) -> int:
    names = archive.names("media")
    for name in names:
        path = PurePosixPath(name).relative_to("media")
        if ".." in path.parts:
            raise CannotRestore(f"{name} in the backup would be written outside the media folder.")
        if default_storage.exists(str(path)):
            default_storage.delete(str(path))
        with archive.open(name) as member:
            default_storage.save(str(path), File(member))
    return len(names)


def _restore_rows(archive: Reader) -> int:
    tables: dict[str, list[list[str]]] = archive.manifest["tables"]
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET LOCAL statement_timeout = 0")
    empty_tables(tables)
    total = 0
    for table, columns in tables.items():
        with archive.open(f"tables/{table}") as lines:
            count = load_lines(table, [Column(*column) for column in columns], lines)
        if count != archive.manifest["rows"][table]:
            raise CannotRestore(f"{table} has {count} rows, and the backup says {archive.manifest['rows'][table]}.")
        total += count
    reset_sequences()
    return total
