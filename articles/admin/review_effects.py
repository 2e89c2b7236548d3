"""The live pages that a request would change without being in it."""

from typing import Any

from django.utils import timezone

from articles.content.differences import differences
from articles.models import ReviewRequest
from articles.publishing.effects import effects_of
from articles.services.comparing import as_lines, with_names

from .side_by_side import side_by_side

# More than a person reads on one page. The others are named.
MAX_EFFECTS = 40


def effects_context(request: ReviewRequest) -> dict[str, Any]:
    """Live documents that would change, the first of them with their differences. For a closed request, nothing."""
    if not request.is_open:
        return {"effects": []}
    found = [
        (each.published, differences(each.before, each.after) if number < MAX_EFFECTS else None)
        for number, each in enumerate(effects_of(request, at=timezone.now()))
    ]
    compared = iter(with_names([each for _, each in found if each]))
    return {
        "effects": [
            {"published": published, "lines": side_by_side(as_lines(next(compared))) if each else []}
            for published, each in found
            if each is None or each
        ]
    }
