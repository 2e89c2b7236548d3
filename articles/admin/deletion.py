"""Why a row stays: it has a history, or something shows it."""

from typing import Any

from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from articles.models import Document


def reasons_to_keep(row: Any) -> list[str]:
    """Sentences for an editor. Empty when it may be deleted."""
    reasons = []
    if isinstance(row, Document) and row.versions.exists():
        reasons.append(
            "It has been submitted for review, and its history is kept. Withdraw it if readers should lose it."
        )
    users = sorted({_user_of(blocking) for blocking in _protecting(row)})
    if users:
        shown = ", ".join(users[:10]) + (" and more" if len(users) > 10 else "")
        reasons.append(f"It is used in: {shown}. Take it out there first.")
    return reasons


def _protecting(row: Any) -> list[Any]:
    collector = Collector(using=row._state.db, origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        return [each for each in error.protected_objects if not _is_history(each)]
    return []


def _is_history(row: Any) -> bool:
    return type(row).__name__ in ("Version", "Published", "PublishedPart", "Change", "PublishedContribution")


def _user_of(row: Any) -> str:
    return f"“{getattr(row, 'article', row)}”"
