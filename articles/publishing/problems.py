from dataclasses import dataclass

from articles.content.vocabulary import Severity

__all__ = ["Problem", "Severity"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a gate found, with the exact words at fault and the way to put it right."""

    check_id: str
    severity: Severity
    kind: str
    document: str
    title: str
    field: str
    words: str
    message: str
    fix: str
