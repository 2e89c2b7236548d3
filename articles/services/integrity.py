"""Whether the whole base is in order: what readers get, its versions, the feed, search, the audit log, pictures."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import connection

from articles.models import Image
from articles.publishing.integrity import (
    faults_in_past,
    faults_in_published,
    faults_in_versions,
)
from articles.publishing.integrity_records import faults_in_authors, faults_in_feed, faults_in_records
from articles.search.checking import faults_in_search

from .snapshot import reading_snapshot


@dataclass(frozen=True, slots=True)
class Looked:
    name: str
    faults: list[str]


def check_integrity(*, at: dt.datetime) -> Iterator[Looked]:
    """One result for each thing that is looked at, all of one moment. Changes nothing; others go on writing."""
    looks: dict[str, Callable[[], Iterator[str]]] = {
        "versions": faults_in_versions,
        "what readers get": lambda: faults_in_published(at),
        "what readers had": faults_in_past,
        "change feed": lambda: faults_in_feed(at),
        "search": faults_in_search,
        "audit log": faults_in_records,
        "authors": faults_in_authors,
        "pictures": faults_in_pictures,
        "links between rows": faults_in_links,
    }
    with reading_snapshot():
        for name, look in looks.items():
            yield Looked(name, list(look()))


def faults_in_pictures() -> Iterator[str]:
    for image in Image.objects.order_by("pk"):
        for path in (image.file.name or "", *image.renditions):
            if path and not default_storage.exists(path):
                yield f"The file {path} of the picture {image.slug} is missing."


def faults_in_links() -> Iterator[str]:
    """PostgreSQL holds these by itself; SQLite only for those who ask it to, which a tool from outside may not."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, target, _ in cursor.fetchall():
            yield f"Row {row} of {table} names a row of {target} that is not there."
        cursor.execute("PRAGMA quick_check(20)")
        yield from (f"The database file: {each}" for (each,) in cursor.fetchall() if each != "ok")
