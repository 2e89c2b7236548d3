"""Public documents as bytes. What depends on the day of reading is added by the read, not stored."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils import timezone

from articles.content.canonical import sha256_hex
from articles.content.vocabulary import ReviewStatus


class Stored(Protocol):
    """What readers get now, or got before."""

    @property
    def body(self) -> Any: ...
    @property
    def review_status(self) -> str: ...
    @property
    def next_review(self) -> dt.date | None: ...


def to_bytes(body: Mapping[str, Any]) -> bytes:
    """Compact UTF-8 JSON in the order of the fields, so that equal content gives equal bytes."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def with_field(body: bytes, name: str, value: str) -> bytes:
    """The same JSON object with one more text field at its end."""
    return body[:-1] + b"," + to_bytes({name: value})[1:]


def etag_of(body: bytes) -> str:
    return sha256_hex(body)


def reviewers_in(body: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(body)["reviewed_by"]
    return found


def status_on(row: Stored, now: dt.datetime) -> str:
    overdue = row.next_review is not None and row.next_review < timezone.localdate(now)
    return ReviewStatus.OVERDUE.value if overdue else row.review_status


def body_on(row: Stored, now: dt.datetime) -> bytes:
    """The very bytes that a reader gets, or got, at this moment."""
    return with_field(bytes(row.body), "review_status", status_on(row, now))
