"""Why a row stays: it has a history, or something shows it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect

from articles.models import Document
from articles.services.uses import rows_that_need, user_in_words

from .links import change_url
from .stock import ModelAdmin

HISTORY = ("Version", "Published", "PublishedPart", "Change", "PublishedContribution")


def reasons_to_keep(row: Any) -> list[str]:
    """Sentences for an editor. Empty when it may be deleted."""
    reasons = []
    if isinstance(row, Document) and row.versions.exists():
        reasons.append(
            "It has been submitted for review, and its history is kept. Withdraw it if readers should lose it."
        )
    needed = rows_that_need(type(row)._base_manager.filter(pk=row.pk))
    users = sorted({f"“{user_in_words(each)}”" for each in needed if type(each).__name__ not in HISTORY})
    if users:
        shown = ", ".join(users[:10]) + (" and more" if len(users) > 10 else "")
        reasons.append(f"It is used in: {shown}. Take it out there first.")
    return reasons


class KeepsWhatIsUsed(ModelAdmin):
    """Says why a row stays, to whoever might delete it."""

    def delete_view(self, request: Any, object_id: str, extra_context: Any = None) -> Any:
        with transaction.atomic():
            row = self.get_object(request, object_id)
            reasons = reasons_to_keep(row) if row is not None and self.has_delete_permission(request, row) else []
            if not reasons:
                return super().delete_view(request, object_id, extra_context)
        messages.error(request, f"“{row}” is not deleted: {' '.join(reasons)}")
        return HttpResponseRedirect(change_url(row))
