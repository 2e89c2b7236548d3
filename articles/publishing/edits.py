"""Who edited the working rows, and the lock that keeps one editor from overwriting another."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from articles.models import Document, Edit, ReviewRequest
from articles.models.people import Person

from .errors import Refused


class EditConflict(Refused):
    """Someone else saved in the meantime."""


class IsScheduled(Refused):
    """What was approved and set to go live by itself must stay as it was approved."""


def record_edit(*, document: Document, by: Person, at: dt.datetime, expected: int | None = None) -> None:
    """Note that ``by`` writes this document now, and count the edit. Call it before the rows are written.

    With ``expected``, the edit number that the editor started from, raises EditConflict if another save came first.
    Raises IsScheduled as well.
    """
    with transaction.atomic():
        _refuse_scheduled(document, at)
        wanted = Document.objects.filter(pk=document.pk)
        if expected is not None:
            wanted = wanted.filter(edit_number=expected)
        if not wanted.update(edit_number=F("edit_number") + 1, updated_at=at, updated_by=by):
            raise _conflict(document)
        document.refresh_from_db(fields=["edit_number", "updated_at", "updated_by"])
        if document.created_at is None:
            document.created_at, document.created_by = at, by
            document.save(update_fields=["created_at", "created_by"])
        Edit.objects.create(document_id=document.pk, edit_number=document.edit_number, by=by, at=at)


def _refuse_scheduled(document: Document, at: dt.datetime) -> None:
    waiting = ReviewRequest.objects.filter(
        closed_as="", scheduled_at__isnull=False, go_live_at__gt=at, versions__document=document.pk
    ).first()
    if waiting is not None:
        raise IsScheduled(
            f"This is set to go live by itself, in the request: {waiting.change_note}. "
            "Take that request back first, then edit."
        )


def _conflict(document: Document) -> EditConflict:
    current = Document.objects.select_related("updated_by").get(pk=document.pk)
    return EditConflict(
        f"{current.updated_by} saved this page while you were writing. Your text is kept below. "
        "Compare it with theirs, then save again."
    )
