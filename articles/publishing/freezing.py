"""Working rows to the frozen content that is reviewed, and its hash."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.content.canonical import canonical_json, sha256_hex
from articles.models import Document, Version

from .registry import DocumentKind, Payload, kind_named


@dataclass(frozen=True, slots=True)
class Frozen:
    """The content of one document's working rows. ``document`` is an instance of its own kind's model."""

    document: Document
    payload: Payload
    text: str
    sha256: str

    @property
    def part_ids(self) -> set[str]:
        return kind_named(self.document.kind).part_ids(self.payload)


def freeze(documents: Iterable[Document]) -> dict[int, Frozen]:
    """By primary key. A constant number of queries for each kind, however many documents."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        by_kind[document.kind].append(document.pk)
    frozen: dict[int, Frozen] = {}
    for name, keys in by_kind.items():
        kind = kind_named(name)
        rows: Any = kind.model.objects.filter(pk__in=keys).order_by("pk").prefetch_related(*kind.prefetch)
        frozen.update({row.pk: freeze_row(kind, row) for row in rows})
    return frozen


def freeze_row(kind: DocumentKind, row: Document) -> Frozen:
    payload = payload_of(kind, row)
    text = canonical_json(payload)
    return Frozen(row, payload, text, sha256_hex(text))


def payload_of(kind: DocumentKind, row: Document) -> Payload:
    identity = {"kind": kind.name, "slug": row.slug, "locale": row.locale}
    frozen = ((field, field.freeze(row)) for field in kind.fields)
    content = {field.key: value for field, value in frozen if value is not None or not field.is_left_out_when_empty}
    return {**identity, **content}


def payload_from(version: Version, kind: DocumentKind) -> Payload:
    """The content of a stored version in today's format, with every field."""
    left_out: Payload = {field.key: None for field in kind.fields if field.is_left_out_when_empty}
    return {**left_out, **kind.upgrade(json.loads(version.payload), version.schema_version)}
