"""Private links: whoever has one sees one question or report. Only the hash of its token is kept."""

import secrets
from hashlib import sha256


def new_token() -> tuple[str, str]:
    """The token, for the person alone, and what is stored of it."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
