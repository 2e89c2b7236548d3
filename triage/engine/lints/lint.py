from __future__ import annotations

from dataclasses import dataclass

BLOCK, WARN, NOTE = SEVERITIES = ("block", "warn", "note")


@dataclass(frozen=True, slots=True)
class Lint:
    """Something in a protocol that a clinician should look at. `words` are the very words at fault."""

    code: str
    severity: str
    path: str
    words: str
    message: str
