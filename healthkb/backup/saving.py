import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from articles.services.snapshot import reading_snapshot

from .archive import BLOCK, Writer, writing
from .tables import columns_of, lines_of, models_to_save


@dataclass(frozen=True, slots=True)
class Saved:
    rows: int
    files: int


def save_backup(*, file: Path, at: dt.datetime) -> Saved:
    """All rows of one moment, and every picture. Others may go on reading and writing meanwhile.

    Pictures are never changed or taken away under their name, so those of that moment are still there after it.
    """
    with writing(file) as archive:
        rows: dict[str, int] = {}
        tables = {}
        with reading_snapshot():
            applied = sorted(MigrationRecorder(connection).applied_migrations())
            for model in models_to_save():
                table = model._meta.db_table
                counter = _Counter(lines_of(model))
                archive.add(f"tables/{table}", counter)
                rows[table] = counter.count
                tables[table] = [[column.name, column.type] for column in columns_of(model)]
        files = _add_pictures(archive)
        archive.finish(
            {
                "release": settings.VERSION,
                "made_at": at.isoformat(),
                "migrations": applied,
                "tables": tables,
                "rows": rows,
            }
        )
    return Saved(sum(rows.values()), files)


class _Counter:
    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self.count += 1
            yield line


def _add_pictures(archive: Writer) -> int:
    names = sorted(_stored(""))
    for name in names:
        archive.add(f"media/{name}", _blocks(name))
    return len(names)


def _stored(folder: str) -> Iterator[str]:
    """Wherever pictures are kept: a folder or a bucket."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files)
    for each in folders:
        yield from _stored(f"{folder}{each}/")


def _blocks(name: str) -> Iterator[bytes]:
    with default_storage.open(name) as file:
        while block := file.read(BLOCK):
            yield block
