"""Public documents as bytes. What depends on the day of reading is added by the read, not stored."""

import json
from collections.abc import Mapping
from typing import Any

from articles.content.canonical import sha256_hex


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
