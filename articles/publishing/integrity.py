"""Whether what readers get is what its frozen versions say. Reads only; each fault is one sentence."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from articles.content.canonical import canonical_json, sha256_hex
from articles.content.packing import unpack
from articles.models import Document, PastPublication, Published, PublishedContribution, Version

from .batches import contributions_to
from .bytes import etag_of, reviewers_in, to_bytes, with_field, with_status
from .composing import Part, compose, summarise
from .live import documents_named
from .parts import part_of
from .registry import all_kinds, kind_named
from .review_record import reviewed_before
from .storing import instant

GROUP = 200


def faults_in_versions() -> Iterator[str]:
    """Each payload has its hash, is in a request, and belongs to a document that is there whole."""
    versions = Version.objects.order_by("pk").select_related("document")
    for version in versions.iterator(chunk_size=GROUP):
        if sha256_hex(version.payload) != version.sha256:
            yield f"{_named(version)} was changed: its text does not have its hash."
    for version in versions.filter(items=None):
        yield f"{_named(version)} is in no request for review."
    for kind in all_kinds():
        rows = Document.objects.filter(kind=kind.name)
        for document in rows.exclude(pk__in=kind.model.objects.values("pk")):
            yield f"The {kind.label.lower()} {document.slug} ({document.locale}) has lost its own row."


def faults_in_past() -> Iterator[str]:
    for row in PastPublication.objects.order_by("pk").select_related("version__document").iterator(chunk_size=GROUP):
        if _hash_without_date(bytes(row.body)) != row.etag:
            yield f"What readers had of {_named(row.version)} from {row.live_from} was changed."


def faults_in_published(at: dt.datetime) -> Iterator[str]:
    keys = list(Published.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), GROUP):
        rows = Published.objects.filter(pk__in=keys[start : start + GROUP]).select_related("version__document")
        for row in rows.prefetch_related("parts__version__document", "facets", "contributions", "packed"):
            yield from (f"{_address(row)}: {fault}" for fault in _faults_of(row, at))


def _faults_of(row: Published, at: dt.datetime) -> Iterator[str]:
    body = bytes(row.body)
    if _hash_without_date(body) != row.etag:
        yield "the text that readers get was changed: it does not have its hash."
        return
    if row.version.document_id != row.document_id:
        yield "its version belongs to another document."
        return
    main = part_of(row.version)
    moment = max(at, row.live_from)
    # By content: PostgreSQL keeps the members of a JSON column in an order of its own.
    if _as_compared(_composed(row, main, moment)) != _as_compared(json.loads(body)):
        yield "the text that readers get is not what its versions say."
        return
    yield from _faults_of_packed(row)
    yield from _faults_of_columns(row, main, json.loads(body))
    yield from _faults_of_parts(row, moment)


def _composed(row: Published, main: Part, moment: dt.datetime) -> dict[str, object]:
    return compose(
        main,
        parts={str(each.version.document.uuid): part_of(each.version) for each in row.parts.all()},
        contributions=contributions_to([row.document_id], moment).get(row.document_id, {}),
        review=reviewed_before(row, reviewers_in(bytes(row.body))).record,
        first_published=instant(row.first_published_at),
    )


def _faults_of_packed(row: Published) -> Iterator[str]:
    body = with_status(bytes(row.body), row.review_status)
    for packed in row.packed.all():
        if unpack(bytes(packed.body), packed.coding) != body:
            yield f"packed as {packed.coding} it is not its text. `manage.py recompose` packs it anew."


def _faults_of_columns(row: Published, main: Part, body: Mapping[str, object]) -> Iterator[str]:
    kind, modified = kind_named(main.kind), instant(row.modified_at)
    title = next(body[each.public] for each in kind.fields if each.attribute == "title")
    wanted = (main.id, main.kind, main.slug, main.payload["locale"], title, modified)
    if (str(row.uuid), row.kind, row.slug, row.locale, row.title, body.get("modified")) != wanted:
        yield "its address, title or date is not that of its text."
    if bytes(row.summary) != with_field(to_bytes(summarise(kind, body)), "modified", modified):
        yield "its line in lists is not that of its text."
    if {(each.name, each.value) for each in row.facets.all()} != set(kind.facets(body)):
        yield "what lists filter it by is not what its text says."
    wanted_fields = list(kind.contributions(main))
    known = documents_named(each.target for each in wanted_fields)
    expected = [(known[each.target].pk, each.field, each.value) for each in wanted_fields if each.target in known]
    given = [(each.target_id, each.field, each.value) for each in row.contributions.all()]
    if sorted(given, key=str) != sorted(expected, key=str):
        yield "what it adds to other documents is not what its text says."


def _faults_of_parts(row: Published, moment: dt.datetime) -> Iterator[str]:
    if row.live_until is not None and row.live_until <= moment:
        return
    parts = {each.part_id: each.version_id for each in row.parts.all()}
    live = dict(Published.objects.live(moment).filter(document__in=parts).values_list("document", "version"))
    for part, version in sorted(parts.items()):
        if live.get(part) != version:
            yield f"it contains version {version} of document {part}, which is not the one that is live."


def faults_in_contributions() -> Iterator[str]:
    for each in PublishedContribution.objects.filter(published=None):
        yield f"A field for document {each.target_id} comes from nothing that is published."


def _hash_without_date(body: bytes) -> str:
    """The date is the last field, added after the hash was taken (see ``storing``)."""
    end = body.rfind(b',"modified":')
    return etag_of(body[:end] + b"}") if end > 0 else ""


def _as_compared(body: dict[str, Any]) -> str:
    """Without its date, and whatever the order in which its parts were gathered."""
    compared = {name: value for name, value in body.items() if name != "modified"}
    return canonical_json({**compared, "parts": sorted(body["parts"], key=lambda part: str(part["id"]))})


def _named(version: Version) -> str:
    return (
        f"Version {version.number} of the {version.document.kind} {version.document.slug} ({version.document.locale})"
    )


def _address(row: Published) -> str:
    return f"The published {row.kind} {row.slug} ({row.locale})"
