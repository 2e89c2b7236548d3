"""Making what was approved live, with all that embeds it."""

import datetime as dt
from collections.abc import Collection, Sequence

from articles.content.vocabulary import Event
from articles.models import Change, PublishingLock, ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs

from .approval import approvals_of, versions_of
from .batches import Submitted, affected_by, given_to, recompose_groups, store_batch
from .changes import change_of, record
from .requests import close
from .review_tasks import note_for_reviewers
from .scheduling import forget_ahead, rebuild_schedule
from .transaction import publishing_transaction


def go_live(lock: PublishingLock, batch: Sequence[Submitted], by: Person, at: dt.datetime) -> list[Change]:
    """Make these requests live together: each of them may use what is new in another."""
    before = {document for each in batch for document in each.documents}
    targets, given = affected_by(before, at), given_to(before)
    # A first version that waits came along as a part of what goes live now. It would be in the way.
    forget_ahead(before, at)
    stored = store_batch(batch, at, with_gates=True)
    notes = {version.pk: each.request.change_note for each in batch for version in each.versions}
    changed = [each.published for each in stored if each.changed]
    new = {each.published.version_id for each in stored if each.is_new}
    changes = record(lock, [change_of(row, Event.PUBLISH, at=at, reason=notes[row.version_id]) for row in changed])
    for each in batch:
        close(each.request, as_=ClosedAs.PUBLISHED, by=by, at=at)
        note_for_reviewers(each.request, each.versions, new, each.approvals, at)
    embedding = targets | affected_by(before, at)
    changes += recompose(embedding, lock, at)
    rebuild_schedule(at, before | embedding | given)
    return changes


def place_second_look(request: ReviewRequest, *, at: dt.datetime) -> None:
    """After an emergency publish has been approved: readers are told who reviewed what is still live of it."""
    with publishing_transaction(at) as lock:
        versions = [each for each in versions_of(request) if each.published.live(at).exists()]
        stored = store_batch([Submitted(request, versions, approvals_of(request))], at)
        record(lock, [change_of(each.published, Event.RECOMPOSE, at=at) for each in stored if each.changed])


def recompose(documents: Collection[int], lock: PublishingLock, at: dt.datetime) -> list[Change]:
    """Compose these live documents again from published parts. For those whose bytes differ, says so in the feed."""
    stored = recompose_groups(documents, at)
    return record(lock, [change_of(each.published, Event.RECOMPOSE, at=at) for each in stored if each.changed])
