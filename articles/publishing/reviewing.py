"""Decisions about a request."""

import datetime as dt

from articles.content.vocabulary import AuditAction, Decision, ReviewRole
from articles.models import Review, ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs

from . import permissions
from .approval import is_author, is_current
from .auditing import audit
from .errors import Refused
from .going_live import rebuild_schedule, record_second_look
from .requests import ContentChanged, RequestClosed, close, closed_message
from .transaction import publishing_transaction

_RIGHT = {
    ReviewRole.EDITORIAL: permissions.REVIEW_EDITORIAL,
    ReviewRole.CLINICAL: permissions.REVIEW_CLINICAL,
}
_CLOSES = {Decision.REQUEST_CHANGES: ClosedAs.CHANGES_REQUESTED, Decision.DECLINE: ClosedAs.DECLINED}


class AuthorCannotReview(Refused):
    pass


def review(
    *,
    request: ReviewRequest,
    role: str,
    decision: str,
    by: Person,
    at: dt.datetime,
    comment: str = "",
) -> Review:
    """Record one person's decision about exactly what was submitted.

    Approving an emergency publish afterwards is the second look that it asked for. Raises NotAllowed,
    AuthorCannotReview, RequestClosed, ContentChanged or Refused (no comment).
    """
    role, decision = ReviewRole(role), Decision(decision)
    permissions.require(by, _RIGHT[role])
    with publishing_transaction(at):
        request = ReviewRequest.objects.select_for_update().get(pk=request.pk)
        _refuse_closed(request, decision)
        if is_author(by, request):
            raise AuthorCannotReview("You wrote part of this, so somebody else must review it.")
        if decision == Decision.APPROVE and request.is_open and not is_current(request):
            raise ContentChanged("The text was edited after it was submitted. Ask for it to be submitted again.")
        if decision != Decision.APPROVE and not comment.strip():
            raise Refused("Say what should change, so that the author knows what to do.")
        if decision in _CLOSES:
            close(request, as_=_CLOSES[Decision(decision)], by=by, at=at)
        recorded = _record(request, role, decision, comment, by, at)
        if not request.is_open and decision == Decision.APPROVE:
            record_second_look(request, at=at)
        details = {"role": role, "decision": decision, "content_hash": request.content_hash}
        audit(action=AuditAction.REVIEWED, by=by, at=at, subject=request, details=details)
        return recorded


def cancel(*, request: ReviewRequest, by: Person, at: dt.datetime) -> None:
    """Take a submission back, off the schedule too. Its versions stay readable."""
    permissions.require(by, permissions.SUBMIT)
    with publishing_transaction(at):
        request = ReviewRequest.objects.select_for_update().get(pk=request.pk)
        if not request.is_open:
            raise RequestClosed(closed_message(request))
        close(request, as_=ClosedAs.CANCELLED, by=by, at=at)
        rebuild_schedule(at)
        audit(action=AuditAction.CANCELLED, by=by, at=at, subject=request)


def _refuse_closed(request: ReviewRequest, decision: str) -> None:
    second_look = bool(request.emergency_reason) and decision == Decision.APPROVE
    if not request.is_open and not second_look:
        raise RequestClosed(closed_message(request))


def _record(request: ReviewRequest, role: str, decision: str, comment: str, by: Person, at: dt.datetime) -> Review:
    return Review.objects.create(
        request=request,
        role=role,
        decision=decision,
        comment=comment,
        content_hash=request.content_hash,
        reviewer=by,
        reviewer_name=by.get_full_name() or by.get_username(),
        reviewer_role=getattr(by, "job_title", ""),
        credentials=getattr(by, "credentials", ""),
        is_demonstration=getattr(by, "is_demonstration", False),
        decided_at=at,
    )
