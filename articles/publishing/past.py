"""What readers had at a moment, or during a day: the very bytes, from what is live and what was kept."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from articles.content.canonical import sha256_hex
from articles.content.vocabulary import Event
from articles.models import Change, Document, PastPublication, Published

from .bytes import body_on


@dataclass(frozen=True, slots=True)
class Address:
    """Which documents are asked about. What is empty is any."""

    kind: str = ""
    slug: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One document as readers had it. ``body`` is the answer of its address at ``at``, to the byte."""

    document: Document
    version: int
    live_from: dt.datetime
    live_until: dt.datetime | None
    at: dt.datetime
    body: bytes

    @property
    def sha256(self) -> str:
        return sha256_hex(self.body)


def shown_between(start: dt.datetime, end: dt.datetime, address: Address) -> Iterator[Shown]:
    """Everything that readers had for any time from ``start`` until just before ``end``, in order of its address.

    One after another, as bodies can be large. For one moment, ``end`` is a microsecond later.
    """
    found = [row for rows in (_past(start, end, address), _live(start, end, address)) for row in rows]
    for row in sorted(
        found, key=lambda row: (row.document.kind, row.document.slug, row.document.locale, row.live_from)
    ):
        at = max(start, row.live_from)
        yield Shown(row.document, row.version.number, row.live_from, row.live_until, at, body_on(row, at))


def taken_away_before(at: dt.datetime, address: Address) -> Change | None:
    """The withdrawal that readers of this address met at that moment, if that is the last that happened to it."""
    happened = Change.objects.filter(at__lte=at, **_named(address, ""))
    last = happened.order_by("-at", "-sequence").first()
    return last if last is not None and last.event in (Event.WITHDRAW, Event.REDIRECT) else None


def _past(start: dt.datetime, end: dt.datetime, address: Address) -> "QuerySet[Any]":
    rows = PastPublication.objects.filter(live_from__lt=end, live_until__gt=start, **_named(address, "document__"))
    return rows.select_related("document", "version")


def _live(start: dt.datetime, end: dt.datetime, address: Address) -> "QuerySet[Any]":
    rows = Published.objects.filter(Q(live_until=None) | Q(live_until__gt=start), live_from__lt=end)
    return rows.filter(**_named(address, "")).select_related("document", "version").defer("summary")


def _named(address: Address, path: str) -> dict[str, str]:
    named = {"kind": address.kind, "slug": address.slug, "locale": address.locale}
    return {f"{path}{name}": value for name, value in named.items() if value}
