"""After a safety change of a shared part: somebody looks again at every live document that embeds it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from articles.content.vocabulary import AuditAction, ChangeKind, ReviewRole
from articles.models import Published, Review, ReviewRequest, ReviewTask, Version
from articles.models.people import Person

from . import permissions
from .auditing import audit
from .errors import Refused


class TaskClosed(Refused):
    pass


class WroteThePart(Refused):
    pass


def note_for_reviewers(
    request: ReviewRequest,
    versions: Sequence[Version],
    new: Collection[int],
    approvals: Sequence[Review],
    at: dt.datetime,
) -> None:
    """Open and close tasks by what has just gone live. ``new``: keys of the versions that readers did not have."""
    documents = {each.document_id for each in versions}
    if request.change_kind == ChangeKind.SAFETY:
        open_tasks([each for each in versions if each.pk in new], not_on=documents, at=at)
    close_reviewed_anew(documents, approvals, at=at)


def open_tasks(parts: Sequence[Version], *, not_on: Collection[int], at: dt.datetime) -> list[ReviewTask]:
    """One for each live document that embeds one of these. ``not_on``: those that were reviewed together with it."""
    by_part = {each.document_id: each for each in parts}
    embedding = Published.objects.live(at).filter(parts__part__in=by_part).exclude(document__in=not_on)
    pairs = embedding.order_by("pk").values_list("document", "parts__part").distinct()
    wanted = [
        ReviewTask(document_id=document, because=by_part[part], opened_at=at)
        for document, part in pairs
        if part in by_part
    ]
    return ReviewTask.objects.bulk_create(wanted, ignore_conflicts=True)


def close_reviewed_anew(documents: Iterable[int], approvals: Sequence[Review], *, at: dt.datetime) -> None:
    """A clinician has read these documents whole, so what waited for that is done."""
    clinical = next((each for each in approvals if each.role == ReviewRole.CLINICAL), None)
    if clinical is not None:
        ReviewTask.objects.filter(document__in=list(documents), outcome="", opened_at__lt=at).update(
            outcome=ReviewTask.Outcome.REVIEWED_ANEW, closed_by=clinical.reviewer_id, closed_at=at
        )


def close_task(*, task: ReviewTask, note: str, by: Person, at: dt.datetime) -> None:
    """Record that the document still holds beside its changed part, and why.

    Raises NotAllowed, TaskClosed, WroteThePart or Refused (no note).
    """
    permissions.require(by, permissions.REVIEW_CLINICAL)
    if not note.strip():
        raise Refused("Say what you looked at and why the page still holds. It is kept.")
    with transaction.atomic():
        task = ReviewTask.objects.select_for_update().select_related("because").get(pk=task.pk)
        if not task.is_open:
            raise TaskClosed("Somebody has already closed this task. Load the page again to see how.")
        if task.because.authors.filter(pk=by.pk).exists():
            raise WroteThePart("You wrote the change, so somebody else must look at the pages that contain it.")
        task.outcome, task.note, task.closed_by, task.closed_at = ReviewTask.Outcome.STILL_HOLDS, note.strip(), by, at
        task.save(update_fields=["outcome", "note", "closed_by", "closed_at"])
        details = {"outcome": str(task.outcome), "note": task.note, "part": str(task.because.document)}
        audit(action=AuditAction.TASK_CLOSED, by=by, at=at, subject=task.document, details=details)
