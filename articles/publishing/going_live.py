"""Publishing: one transaction in which a request's versions, and all that embed them, reach readers."""

import datetime as dt

from articles.content.vocabulary import AuditAction
from articles.models import Change, ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs

from . import permissions
from .approval import approvals_of, is_enough, versions_of
from .auditing import audit
from .batches import Submitted, refuse_changed, submitted
from .errors import Refused
from .placing import go_live
from .requests import RequestClosed, closed_message
from .scheduling import rebuild_schedule
from .transaction import publishing_transaction


class NotApproved(Refused):
    pass


class InRelease(Refused):
    """It goes live together with others, so nothing is done with it alone."""


def publish(*, request: ReviewRequest, by: Person, at: dt.datetime) -> list[Change]:
    """Make an approved request live, or set it to go live by itself at its time. All of it happens or none of it.

    Returns what the feed says of it: nothing, if its time is still to come. Raises NotAllowed, RequestClosed,
    InRelease, ContentChanged, NotApproved, MissingParts or GatesRefuse.
    """
    permissions.require(by, permissions.PUBLISH)
    with publishing_transaction(at) as lock:
        request = open_request(request)
        if request.release is not None:
            raise InRelease(f"This goes live with the release “{request.release}”. Publish that, or take it out first.")
        ready = refuse_unready(request)
        if request.go_live_at and request.go_live_at > at:
            return _schedule(request, by, at)
        changes = go_live(lock, [ready], by, at)
        audit(action=AuditAction.PUBLISHED, by=by, at=at, subject=request, details=what_of(request))
        return changes


def emergency_publish(*, request: ReviewRequest, reason: str, by: Person, at: dt.datetime) -> list[Change]:
    """Make a request live before anyone has approved it. It stays flagged until someone else does."""
    permissions.require(by, permissions.EMERGENCY_PUBLISH)
    if not reason.strip():
        raise Refused("Say why this cannot wait for a review. The reason is kept.")
    with publishing_transaction(at) as lock:
        request = open_request(request)
        request.emergency_reason = reason
        request.save(update_fields=["emergency_reason"])
        found = submitted(request)
        refuse_changed(found)
        changes = go_live(lock, [found], by, at)
        details = {**what_of(request), "reason": reason}
        audit(action=AuditAction.EMERGENCY_PUBLISHED, by=by, at=at, subject=request, details=details)
        return changes


def what_of(request: ReviewRequest) -> dict[str, object]:
    versions = [f"{each.document.kind} {each.document.slug} {each.number}" for each in versions_of(request)]
    return {"content_hash": request.content_hash, "versions": versions}


def awaiting_second_look() -> list[ReviewRequest]:
    """Emergency publishes that nobody else has approved since."""
    found = ReviewRequest.objects.filter(closed_as=ClosedAs.PUBLISHED).exclude(emergency_reason="")
    return [
        request
        for request in found.order_by("closed_at")
        if not is_enough(request.change_kind, approvals_of(request), request.clinical_reviews)
    ]


def open_request(request: ReviewRequest) -> ReviewRequest:
    """The row, held until the transaction ends. Raises RequestClosed."""
    request = ReviewRequest.objects.select_for_update(of=("self",)).select_related("release").get(pk=request.pk)
    if not request.is_open:
        raise RequestClosed(closed_message(request))
    return request


def refuse_unready(request: ReviewRequest) -> Submitted:
    """What is to go live. Raises NotApproved or ContentChanged."""
    found = submitted(request)
    if not is_enough(request.change_kind, found.approvals, request.clinical_reviews):
        raise NotApproved(_what_is_missing(request))
    refuse_changed(found)
    return found


def _what_is_missing(request: ReviewRequest) -> str:
    if request.clinical_reviews > 1:
        return (
            f"{request.clinical_reviews} clinicians must approve this, because it makes advice less urgent for some "
            "answers. Ask another clinician to review it."
        )
    if request.change_kind == "minor":
        return "Nobody has approved this yet. A second person must read it before it goes live."
    return "No clinician has approved this yet. A major or safety change needs a clinical review before it goes live."


def _schedule(request: ReviewRequest, by: Person, at: dt.datetime) -> list[Change]:
    request.scheduled_by, request.scheduled_at = by, at
    request.save(update_fields=["scheduled_by", "scheduled_at"])
    rebuild_schedule(at, {each.document_id for each in versions_of(request)})
    details = {**what_of(request), "go_live_at": request.go_live_at.isoformat() if request.go_live_at else ""}
    audit(action=AuditAction.SCHEDULED, by=by, at=at, subject=request, details=details)
    return []
