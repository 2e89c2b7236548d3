"""The file of a batch, in pieces: no process that serves people has all of a large one in memory."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from django.db import models

from articles.models import ImportBatch, ImportPiece

PIECE = 1 << 20


def sha256_of(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks(PIECE):
        digest.update(chunk)
    return digest.hexdigest()


def store_file(batch: ImportBatch, file: "File[bytes]") -> None:
    for number, chunk in enumerate(file.chunks(PIECE)):
        ImportPiece.objects.create(batch=batch, number=number, data=chunk)


def file_of(batch: ImportBatch) -> Iterator[bytes]:
    return one_by_one(batch.pieces.order_by("number"))


def one_by_one(rows: "models.QuerySet[Any]") -> Iterator[bytes]:
    """Their data, of which one row is in memory at a time."""
    for pk in list(rows.values_list("pk", flat=True)):
        yield bytes(rows.get(pk=pk).data)
