"""Product content from a folder of JSON files into working rows. See ``fixtures/README.md`` for the shapes."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from articles.models import Contributor, Document, Image, Reference
from articles.models.people import Person
from articles.publishing import all_kinds, kind_named, load_own_fields, load_related_rows, record_edit

from .images import store_image


@dataclass(frozen=True, slots=True)
class ContentFolder:
    """Where the files lie: a folder for each kind, and the pictures beside them."""

    content: Path
    images: Path

    def rows(self, name: str) -> list[dict[str, Any]]:
        path = self.content / f"{name}.json"
        rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
        return rows

    def documents(self) -> Iterable[dict[str, Any]]:
        for kind in all_kinds():
            for path in sorted((self.content / kind.name).glob("*.json")):
                yield json.loads(path.read_text("utf-8"))


@transaction.atomic
def load_content(*, folder: ContentFolder, by: Person, at: dt.datetime) -> list[Document]:
    """Add what is not there yet and leave what is there as editors have made it. Returns the documents added.

    Whoever loads it looks after it. Documents may name each other in any order.

    Raises CannotLoad with the file's document and the field.
    """
    for row in folder.rows("references"):
        Reference.objects.get_or_create(slug=row["slug"], defaults=row)
    for row in folder.rows("contributors"):
        Contributor.objects.get_or_create(slug=row["slug"], defaults=row)
    for row in folder.rows("images"):
        _add_image(folder.images, row)
    new = [payload for payload in folder.documents() if not _exists(payload)]
    added = [(payload, _add_row(payload, by)) for payload in new]
    for payload, document in added:
        record_edit(document=document, by=by, at=at)
        load_related_rows(kind_named(document.kind), document, payload)
    return [document for _, document in added]


def _exists(payload: dict[str, Any]) -> bool:
    key = {name: payload[name] for name in ("kind", "slug", "locale")}
    return Document.objects.filter(**key).exists()


def _add_row(payload: dict[str, Any], by: Person) -> Document:
    kind = kind_named(payload["kind"])
    document = kind.model(slug=payload["slug"], locale=payload["locale"], owner=by)
    load_own_fields(kind, document, payload)
    return document


def _add_image(folder: Path, row: dict[str, Any]) -> None:
    if Image.objects.filter(slug=row["slug"]).exists():
        return
    values = {name: value for name, value in row.items() if name != "file"}
    with (folder / row["file"]).open("rb") as source:
        stored = store_image(source)
    Image.objects.create(file=stored.path, renditions=stored.renditions, **values)
