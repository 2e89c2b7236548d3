"""Decisions about a request."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from articles.content.vocabulary import AuditAction, Decision, ReviewRole
from articles.models import FieldComment, Review, ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs

from . import permissions
from .approval import is_author, is_current
from .auditing import audit
from .errors import Refused
from .placing import place_second_look
from .requests import ContentChanged, RequestClosed, close, closed_message, documents_of, take_off_schedule
from .scheduling import rebuild_schedule
from .transaction import publishing_transaction

_RIGHT = {
    ReviewRole.EDITORIAL: permissions.REVIEW_EDITORIAL,
    ReviewRole.CLINICAL: permissions.REVIEW_CLINICAL,
}
_CLOSES = {Decision.REQUEST_CHANGES: ClosedAs.CHANGES_REQUESTED, Decision.DECLINE: ClosedAs.DECLINED}


class AuthorCannotReview(Refused):
    pass


@dataclass(frozen=True, slots=True)
class OnField:
    """What a reviewer says about one field of one version of the request."""

    version: int
    field: str
    text: str


def review(
    *,
    request: ReviewRequest,
    role: str,
    decision: str,
    by: Person,
    at: dt.datetime,
    comment: str = "",
    field_comments: Sequence[OnField] = (),
) -> Review:
    """Record one person's decision about exactly what was submitted, with what they say about single fields.

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
        if decision != Decision.APPROVE and not comment.strip() and not field_comments:
            raise Refused("Say what should change, so that the author knows what to do.")
        if decision in _CLOSES:
            _close_unpublished(request, _CLOSES[Decision(decision)], by, at)
        recorded = _record(request, role, decision, comment, by, at)
        _record_field_comments(recorded, field_comments)
        if not request.is_open and decision == Decision.APPROVE:
            place_second_look(request, at=at)
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
        _close_unpublished(request, ClosedAs.CANCELLED, by, at)
        audit(action=AuditAction.CANCELLED, by=by, at=at, subject=request)


def _close_unpublished(request: ReviewRequest, as_: ClosedAs, by: Person, at: dt.datetime) -> None:
    """Off the schedule too, with everything in its release: the others were to go live with it, or not at all."""
    same = {"release": request.release_id, "closed_as": ""} if request.release_id else {"pk": request.pk}
    together = ReviewRequest.objects.filter(**same)
    documents = documents_of(together)
    take_off_schedule(together)
    close(request, as_=as_, by=by, at=at)
    rebuild_schedule(at, documents)


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


def _record_field_comments(review: Review, comments: Sequence[OnField]) -> None:
    known = set(review.request.versions.values_list("pk", flat=True))
    FieldComment.objects.bulk_create(
        FieldComment(review=review, version_id=each.version, field=each.field[:300], text=each.text.strip()[:5000])
        for each in comments
        if each.version in known and each.text.strip()
    )
