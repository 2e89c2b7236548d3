"""Public documents as bytes. What depends on the day of reading is added by the read, not stored."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Protocol

from django.utils import timezone

from articles.content.canonical import sha256_hex
from articles.content.vocabulary import ReviewStatus


class Reviewed(Protocol):
    @property
    def review_status(self) -> str: ...
    @property
    def next_review(self) -> dt.date | None: ...


class Stored(Reviewed, Protocol):
    """What readers get now, or got before."""

    @property
    def body(self) -> Any: ...


_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_bytes(body: Mapping[str, Any]) -> bytes:
    """Compact UTF-8 JSON in the order of the fields, so that equal content gives equal bytes."""
    return _encoder.encode(body).encode()


def with_field(body: bytes, name: str, value: str) -> bytes:
    """The same JSON object with one more text field at its end."""
    return body[:-1] + f",{_encoder.encode(name)}:{_encoder.encode(value)}}}".encode()


def etag_of(body: bytes) -> str:
    return sha256_hex(body)


def reviewers_in(body: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(body)["reviewed_by"]
    return found


def status_on(row: Reviewed, now: dt.datetime) -> str:
    overdue = row.next_review is not None and row.next_review < local_day(now)
    return ReviewStatus.OVERDUE.value if overdue else row.review_status


def local_day(now: dt.datetime) -> dt.date:
    """As ``timezone.localdate``, which is slow: asked once for each quarter of an hour, as no day begins within one."""
    return _day_of(int(now.timestamp()) // QUARTER)


QUARTER = 15 * 60


@lru_cache(maxsize=8)
def _day_of(quarter: int) -> dt.date:
    return dt.datetime.fromtimestamp(quarter * QUARTER, timezone.get_default_timezone()).date()


def body_on(row: Stored, now: dt.datetime) -> bytes:
    """The very bytes that a reader gets, or got, at this moment."""
    return with_status(bytes(row.body), status_on(row, now))


def with_status(body: bytes, status: str) -> bytes:
    return body[:-1] + _status_at_the_end(status)


@cache
def _status_at_the_end(status: str) -> bytes:
    return with_field(b"{}", "review_status", status)[1:]
