"""``articles.publishing.record_edit`` for many documents at once."""

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from articles.models import Document, Edit
from articles.models.people import Person

_CHUNK = 10_000
_KEY = ("document__kind", "document__slug", "document__locale")
KeptEdits = dict[str, list[list[Any]]]
"""For each page, by its kind, slug and language: the number, person and time of each of its edits."""


@transaction.atomic
def record_edits(*, documents: Collection[int], by: Person, at: dt.datetime) -> None:
    """Count one edit of each of these documents (by primary key), and note who made it and when."""
    for chunk in _chunks(documents):
        found = Document.objects.filter(pk__among=chunk)
        found.update(edit_number=F("edit_number") + 1, updated_at=at, updated_by=by)
        found.filter(created_at=None).update(created_at=at, created_by=by)
        _copy_edits(chunk)


@transaction.atomic
def record_first_edits(*, documents: Collection[int]) -> None:
    """For documents just inserted with ``edit_number`` 1 and their who and when filled in."""
    for chunk in _chunks(documents):
        _copy_edits(chunk)


def edits_of(*, documents: Collection[int]) -> KeptEdits:
    kept: KeptEdits = {}
    for chunk in _chunks(documents):
        found = Edit.objects.filter(document__among=chunk).order_by("document", "edit_number")
        for *key, number, by, at in found.values_list(*_KEY, "edit_number", "by", "at"):
            kept.setdefault(" ".join(key), []).append([number, by, at.isoformat()])
    return kept


@transaction.atomic
def restore_edits(*, documents: Collection[int], kept: KeptEdits) -> None:
    """For documents that come back: who wrote them before they went is still their author. Call it before the rest."""
    for chunk in _chunks(documents):
        back = [each for each in Document.objects.filter(pk__among=chunk) if kept.get(" ".join(each.natural_key()))]
        edits = []
        for each in back:
            old = kept[" ".join(each.natural_key())]
            edits += [Edit(document=each, edit_number=number, by_id=by, at=at) for number, by, at in old]
            each.edit_number = old[-1][0] + 1
            _, each.created_by_id, each.created_at = old[0]
        Edit.objects.bulk_create(edits)
        Document.objects.bulk_update(back, ["edit_number", "created_by", "created_at"], batch_size=500)


def _copy_edits(documents: list[int]) -> None:
    """One edit for each document, with the number, person and time that its row has now."""
    quote = connection.ops.quote_name
    query, parameters = (
        Document.objects.filter(pk__among=documents)
        .values_list("pk", "edit_number", "updated_by_id", "updated_at")
        .query.sql_with_params()
    )
    fields: list[Any] = [Edit._meta.get_field(name) for name in ("document", "edit_number", "by", "at")]
    columns = ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(Edit._meta.db_table)} ({columns}) {query}", parameters)


def _chunks(items: Collection[int]) -> Iterator[list[int]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
