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
    effects: list[dict[str, Any]] = []
    for effect in effects_of(request, at=timezone.now()):
        within = len(effects) < MAX_EFFECTS
        found = differences(effect.before, effect.after) if within else None
        if found is None or found:
            lines = side_by_side(as_lines(with_names(found))) if found else []
            effects.append({"published": effect.published, "lines": lines})
    return {"effects": effects}
