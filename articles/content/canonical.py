"""One way to write a value down as bytes, so that equal content always has an equal hash."""

import hashlib
import json


def canonical_json(value: object) -> str:
    """JSON with sorted keys, no spaces and no escapes that are not needed.

    Refuses NaN and infinity (they are not JSON).
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def sha256_hex(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()
