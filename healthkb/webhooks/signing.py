"""Signatures as the Standard Webhooks specification has them, so that receivers can use its libraries."""

import base64
import datetime as dt
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature_of(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def headers_for(message_id: str, body: bytes, secrets_in_use: Iterable[str], *, at: dt.datetime) -> dict[str, str]:
    """While a secret is being changed both are in use, and a receiver that knows either of them is content."""
    timestamp = int(at.timestamp())
    signatures = [signature_of(secret, message_id, timestamp, body) for secret in secrets_in_use]
    return {
        "Content-Type": "application/json",
        "User-Agent": "HealthKB-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
