"""The live pages that a request would change without being in it."""

from typing import Any

from django.utils import timezone

from articles.content.differences import differences
from articles.models import ReviewRequest
from articles.publishing.effects import affected_rows, effects_on
from articles.services.comparing import as_lines, with_names

from .side_by_side import side_by_side

# More than a person reads on one page. The others are named.
MAX_EFFECTS = 40


def effects_context(request: ReviewRequest) -> dict[str, Any]:
    """Live documents that would change, the first of them with their differences. For a closed request, nothing."""
    if not request.is_open:
        return {"effects": []}
    at = timezone.now()
    rows = affected_rows(request, at=at)
    effects = effects_on(rows[:MAX_EFFECTS], request, at=at)
    changed = [(each.published, found) for each in effects if (found := differences(each.before, each.after))]
    compared = with_names([found for _, found in changed])
    shown = [
        {"published": published, "lines": side_by_side(as_lines(each))}
        for (published, _), each in zip(changed, compared, strict=True)
    ]
    return {"effects": [*shown, *({"published": row, "lines": []} for row in rows[MAX_EFFECTS:])]}
