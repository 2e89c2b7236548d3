"""What readers are told about who reviewed a document, and when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from articles.content.vocabulary import ReviewRole, ReviewStatus
from articles.models import Published, Review

from .composing import ReviewRecord
from .dates import add_months


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    record: ReviewRecord
    status: ReviewStatus
    last_reviewed: dt.date | None
    next_review: dt.date | None


def reviewed_now(approvals: Sequence[Review], interval_months: int) -> ReviewFacts:
    """For a document that went through a request with these approvals."""
    if not approvals:
        return ReviewFacts(ReviewRecord(None, None, []), ReviewStatus.AWAITING_REVIEW, None, None)
    last = max(timezone.localdate(review.decided_at) for review in approvals)
    due = add_months(last, interval_months)
    # Whoever approved twice is named once, with the later day.
    named = {(review.reviewer_id, review.role): _named(review) for review in approvals}
    record = ReviewRecord(last.isoformat(), due.isoformat(), [*named.values()])
    return ReviewFacts(record, _status(approvals), last, due)


def reviewed_before(published: Published, reviewed_by: Sequence[dict[str, object]]) -> ReviewFacts:
    """For a document that did not go through this request: the dates stay. Only a review moves them."""
    last, due = published.last_reviewed, published.next_review
    record = ReviewRecord(last.isoformat() if last else None, due.isoformat() if due else None, reviewed_by)
    return ReviewFacts(record, ReviewStatus(published.review_status), last, due)


def _status(approvals: Sequence[Review]) -> ReviewStatus:
    real = [review for review in approvals if not review.is_demonstration]
    if not real:
        return ReviewStatus.DEMONSTRATION
    if any(review.role == ReviewRole.CLINICAL for review in real):
        return ReviewStatus.CLINICALLY_REVIEWED
    return ReviewStatus.EDITORIALLY_REVIEWED


def _named(review: Review) -> dict[str, object]:
    return {
        "name": review.reviewer_name,
        "role": review.reviewer_role,
        "credentials": review.credentials,
        "review": review.role,
        "date": timezone.localdate(review.decided_at).isoformat(),
        "demonstration": review.is_demonstration,
    }
