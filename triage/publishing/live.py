"""The protocols that people can use at this moment, compiled once for each published version."""

import datetime as dt
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import router
from django.db.models import Exists, OuterRef, QuerySet

from articles.content.kept import Kept
from articles.content.vocabulary import ReviewRole
from articles.models import Published, PublishedPart, Version
from articles.models.raw_reads import published_stamp
from triage.compiler import protocol_from_public
from triage.engine import Compiled, TestCase, compile_protocol
from triage.engine.codec import decode_record

KEPT = 64  # compiled protocols; one is about a megabyte
MOST_FOUND = 1_000_000  # bytes of what tells which of them is live
Row = Mapping[str, Any]


class NotOffered(Exception):
    """Nobody is given a result here; ``is_off`` tells a switched-off protocol from one that does not exist."""

    def __init__(self, slug: str, *, is_off: bool) -> None:
        super().__init__(slug)
        self.slug, self.is_off = slug, is_off


@dataclass(frozen=True, slots=True)
class LiveProtocol:
    """``content_hash`` is that of the very bytes that readers were given, included packs and wording too."""

    slug: str
    locale: str
    version: int
    content_hash: str
    body: Mapping[str, Any]
    compiled: Compiled
    has_clinician: bool
    is_demonstration: bool
    references: Mapping[str, Any]  # as in the body, by id
    causes: Mapping[str, Any]  # and by slug
    remedies: Mapping[str, Any]


_compiled: OrderedDict[str, LiveProtocol] = OrderedDict()
_lock = threading.Lock()
_found: Kept[tuple[Row, dt.datetime]] = Kept(MOST_FOUND)


def live_protocol(slug: str, locale: str, *, at: dt.datetime) -> LiveProtocol:
    """One small query, and the rest from memory, unless something was published since. Raises NotOffered."""
    row = _live_row(slug, locale, at)
    if row is None:
        raise NotOffered(slug, is_off=False)
    found = _offered(row)
    if found is None:
        raise NotOffered(slug, is_off=True)
    return found


def live_protocols(locale: str, *, at: dt.datetime) -> list[LiveProtocol]:
    rows = _rows(at).filter(locale=locale).values(*_KEYS).order_by("slug")
    return [found for row in rows if (found := _offered(row)) is not None]


def published_cases(protocol: LiveProtocol) -> list[TestCase]:
    """The test cases of the version that is live: they were reviewed with it."""
    rows = Version.objects.filter(document__kind="protocol", document__slug=protocol.slug, number=protocol.version)
    payload = rows.values_list("payload", flat=True).get(document__locale=protocol.locale)
    return [decode_record(TestCase, case) for case in json.loads(payload)["cases"]]


_KEYS = ("pk", "etag", "live_until", "document__protocol__is_switched_on", "has_pack_off")


def _live_row(slug: str, locale: str, at: dt.datetime) -> Row | None:
    place, stamp = (router.db_for_read(Published), slug, locale), published_stamp()
    kept = _found.get(place, stamp)
    if kept and kept[1] <= at and (not kept[0]["live_until"] or at < kept[0]["live_until"]):
        return kept[0]
    row: Row | None = _rows(at).filter(slug=slug, locale=locale).values(*_KEYS).order_by("-live_from").first()
    if row and stamp is not None:
        _found.put(place, (row, at), 0, stamp)
    return row


def switched_on(rows: QuerySet[Published]) -> QuerySet[Published]:
    """Protocols that are on, with every pack of theirs."""
    return rows.filter(~_pack_is_off(), document__protocol__is_switched_on=True)


def _rows(at: dt.datetime) -> QuerySet[Published]:
    return Published.objects.live(at).filter(kind="protocol").annotate(has_pack_off=_pack_is_off())


def _pack_is_off() -> Exists:
    return Exists(PublishedPart.objects.filter(published=OuterRef("pk"), part__protocol__is_switched_on=False))


def _offered(row: Mapping[str, Any]) -> LiveProtocol | None:
    """None while it is switched off, a pack of it is, or no clinician has put a name to it."""
    if not row["document__protocol__is_switched_on"] or row["has_pack_off"]:
        return None
    found = _from_memory(row["etag"]) or _keep(row["etag"], _load(row["pk"], row["etag"]))
    return found if found.has_clinician else None


def _from_memory(etag: str) -> LiveProtocol | None:
    with _lock:
        if etag in _compiled:
            _compiled.move_to_end(etag)
        return _compiled.get(etag)


def _keep(etag: str, found: LiveProtocol) -> LiveProtocol:
    with _lock:
        _compiled[etag] = found
        while len(_compiled) > KEPT:
            _compiled.popitem(last=False)
    return found


def _load(pk: int, etag: str) -> LiveProtocol:
    body = json.loads(bytes(Published.objects.values_list("body", flat=True).get(pk=pk)))
    clinicians = [review for review in body["reviewed_by"] if review["review"] == ReviewRole.CLINICAL]
    return LiveProtocol(
        slug=body["slug"],
        locale=body["lang"],
        version=body["version"],
        content_hash=etag,
        body=body,
        compiled=compile_protocol(protocol_from_public(body)),
        has_clinician=bool(clinicians),
        is_demonstration=all(review["demonstration"] for review in clinicians),
        references={each["id"]: each for each in body["references"]},
        causes={each["slug"]: each for each in body["causes"]},
        remedies={each["slug"]: each for each in body["remedies"]},
    )
