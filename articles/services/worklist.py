"""What waits for somebody: a person's own tasks, and what falls due by the clock."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from articles.models import Published, Reference, ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs
from articles.publishing import approvals_of, author_ids, awaiting_second_look, is_current, is_enough, permissions

SOON = dt.timedelta(days=60)
OLD = dt.timedelta(days=365)
MAX_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Task:
    """``row`` is the request, live document or reference that it is about."""

    row: Any
    what: str
    due: dt.date | dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    empty: str
    tasks: list[Task] = field(default_factory=list)
    count: int = 0


def worklist(*, person: Person, at: dt.datetime) -> list[Section]:
    today = timezone.localdate(at)
    live = Published.objects.live(at).defer("body", "summary").select_related("document__owner")
    due = live.filter(next_review__gte=today, next_review__lte=today + SOON).order_by("next_review", "title")
    overdue = live.filter(next_review__lt=today).order_by("next_review", "title")
    return [
        _section("Waiting for me", "Nothing waits for you.", waiting_for(person)),
        _section("Review overdue", "No review is overdue.", _reviews(overdue)),
        _section("Review due in 60 days", "No review falls due in the next 60 days.", _reviews(due)),
        _section("Scheduled", "Nothing is set to go live by itself.", _scheduled(at)),
        _section("Old references", "Every reference was checked in the last year.", _old_references(today)),
        _section(
            "Published in an emergency, awaiting a second look",
            "No emergency publish awaits a second look.",
            (Task(each, each.emergency_reason, each.closed_at) for each in awaiting_second_look()),
        ),
    ]


def waiting_for(person: Person) -> Iterator[Task]:
    """Reviews that they may give, what they may publish, and what was sent back to them."""
    waiting = ReviewRequest.objects.filter(closed_as="", scheduled_at=None).order_by("submitted_at")
    for request in waiting.prefetch_related("reviews", "versions__authors"):
        what = _next_step(request, person)
        if what:
            yield Task(request, what, request.go_live_at)
    for request in _sent_back_to(person):
        yield Task(request, "Changes were asked for: change the text and submit it again", None)


def _next_step(request: ReviewRequest, person: Person) -> str:
    approvals = approvals_of(request)
    if is_enough(request.change_kind, approvals, request.clinical_reviews):
        may_publish = permissions.may(person, permissions.PUBLISH)
        return "Approved: publish it" if may_publish and is_current(request) else ""
    has_decided = person.pk in {review.reviewer_id for review in approvals}
    if has_decided or person.pk in author_ids(request) or not _may_review(person, request):
        return ""
    return "Review it" if is_current(request) else ""


def _may_review(person: Person, request: ReviewRequest) -> bool:
    """What a clinician has to approve does not wait for an editor."""
    minor = request.change_kind == "minor"
    clinical = permissions.may(person, permissions.REVIEW_CLINICAL)
    return clinical or (minor and permissions.may(person, permissions.REVIEW_EDITORIAL))


def _sent_back_to(person: Person) -> Iterable[ReviewRequest]:
    """Without those whose document has been submitted again since."""
    sent_back = ReviewRequest.objects.filter(closed_as=ClosedAs.CHANGES_REQUESTED, submitted_by=person)
    for request in sent_back.order_by("closed_at").prefetch_related("items__version"):
        main = [item.version.document_id for item in request.items.all() if item.is_main]
        again = Q(submitted_at__gt=request.submitted_at, items__version__document__in=main)
        if not ReviewRequest.objects.filter(again).exists():
            yield request


def _reviews(rows: Any) -> Iterator[Task]:
    for row in rows:
        owner = row.document.owner
        yield Task(row, f"Owner {owner}" if owner else "Nobody owns it yet", row.next_review)


def _scheduled(at: dt.datetime) -> Iterator[Task]:
    waiting = ReviewRequest.objects.filter(closed_as="", scheduled_at__isnull=False, go_live_at__gt=at)
    for request in waiting.select_related("scheduled_by").order_by("go_live_at"):
        yield Task(request, f"Set by {request.scheduled_by}", request.go_live_at)


def _old_references(today: dt.date) -> Iterator[Task]:
    unchecked = Q(last_checked=None) | Q(last_checked__lt=today - OLD)
    for reference in Reference.objects.filter(unchecked).order_by("last_checked", "publisher", "title"):
        if reference.last_checked is None:
            yield Task(reference, "Never checked: open it and see that it still says so")
        else:
            yield Task(reference, "Last checked", reference.last_checked)


def _section(name: str, empty: str, tasks: Iterable[Task]) -> Section:
    found = list(tasks)
    return Section(name, empty, found[:MAX_SHOWN], len(found))
