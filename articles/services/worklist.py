"""What waits for somebody: a person's own tasks, and what falls due by the clock."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from articles.content.vocabulary import Grade
from articles.models import Published, Reference, Release, ReviewRequest, ReviewTask, Version
from articles.models.people import Person
from articles.models.review import ClosedAs
from articles.publishing import approvals_of, author_ids, awaiting_second_look, is_enough, permissions, void_among

SOON = dt.timedelta(days=60)
OLD = dt.timedelta(days=365)
MAX_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Task:
    """``row`` is the request, release, task, live document or reference that it is about."""

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
    look_again = ReviewTask.objects.filter(outcome="").select_related("document", "because__document")
    unread = Reference.objects.filter(_wants_a_look(today)).order_by(
        F("broken_since").desc(nulls_last=True), "last_checked", "publisher"
    )
    hurried = awaiting_second_look()
    prefetch_related_objects(hurried, _versions())
    return [
        _section("Waiting for me", "Nothing waits for you.", waiting_for(person)),
        _rows("Look again after a safety change", "No page waits to be looked at again.", look_again, _look_again),
        _rows("Review overdue", "No review is overdue.", overdue, _review),
        _rows("Review due in 60 days", "No review falls due in the next 60 days.", due, _review),
        _section("Scheduled", "Nothing is set to go live by itself.", _scheduled(at)),
        _rows("Broken or old references", "Every reference was checked in the last year.", unread, _reference),
        _section(
            "Published in an emergency, awaiting a second look",
            "No emergency publish awaits a second look.",
            (Task(each, f"{_named(each)}: {each.emergency_reason}", each.closed_at) for each in hurried),
        ),
    ]


def waiting_for(person: Person) -> Iterator[Task]:
    """Reviews that they may give, what they may publish, and what was sent back to them."""
    waiting = ReviewRequest.objects.filter(closed_as="", scheduled_at=None).order_by("submitted_at")
    requests = list(waiting.prefetch_related("reviews", _versions()))
    void = void_among(requests)
    # A safety change first: readers could come to harm while it waits.
    for request in sorted(requests, key=lambda each: each.change_kind != "safety"):
        what = "" if request.pk in void else _next_step(request, person)
        if what:
            yield Task(request, f"{what}: {_named(request)}", request.go_live_at)
    yield from _releases(requests, void, person)
    for request in _sent_back_to(person):
        yield Task(request, "Changes were asked for: change the text and submit it again", None)


def _versions() -> Any:
    return Prefetch("versions", Version.objects.defer("payload").select_related("document").prefetch_related("authors"))


def _named(request: ReviewRequest) -> str:
    """What is in it, an article before what it uses."""
    titles = [
        each.document.title for each in sorted(request.versions.all(), key=lambda each: each.document.kind != "article")
    ]
    return titles[0] + (f" and {len(titles) - 1} more" if titles[1:] else "")


def _next_step(request: ReviewRequest, person: Person) -> str:
    approvals = approvals_of(request)
    if is_enough(request.change_kind, approvals, request.clinical_reviews):
        alone = request.release_id is None
        return "Publish it, it is approved" if alone and permissions.may(person, permissions.PUBLISH) else ""
    has_decided = person.pk in {review.reviewer_id for review in approvals}
    if has_decided or person.pk in author_ids(request) or not _may_review(person, request):
        return ""
    return "Review it first, it is a safety change" if request.change_kind == "safety" else "Review it"


def _may_review(person: Person, request: ReviewRequest) -> bool:
    """What a clinician has to approve does not wait for an editor."""
    minor = request.change_kind == "minor"
    clinical = permissions.may(person, permissions.REVIEW_CLINICAL)
    return clinical or (minor and permissions.may(person, permissions.REVIEW_EDITORIAL))


def _releases(requests: list[ReviewRequest], void: set[int], person: Person) -> Iterator[Task]:
    """Those of which everything is approved."""
    if not permissions.may(person, permissions.PUBLISH):
        return
    ready: dict[int, bool] = {}
    for request in requests:
        if request.release_id is not None:
            enough = is_enough(request.change_kind, approvals_of(request), request.clinical_reviews)
            ready[request.release_id] = ready.get(request.release_id, True) and enough and request.pk not in void
    wanted = [key for key, is_ready in ready.items() if is_ready]
    for release in Release.objects.filter(pk__in=wanted).order_by("made_at"):
        yield Task(release, "Everything in this release is approved: publish it", release.go_live_at)


def _sent_back_to(person: Person) -> Iterable[ReviewRequest]:
    """Without those whose document has been submitted again since."""
    sent_back = ReviewRequest.objects.filter(closed_as=ClosedAs.CHANGES_REQUESTED, submitted_by=person)
    for request in sent_back.order_by("closed_at").prefetch_related("items__version"):
        main = [item.version.document_id for item in request.items.all() if item.is_main]
        again = Q(submitted_at__gt=request.submitted_at, items__version__document__in=main)
        if not ReviewRequest.objects.filter(again).exists():
            yield request


def _review(row: Published) -> Task:
    owner = row.document.owner
    return Task(row, f"Owner {owner}" if owner else "Nobody owns it yet", row.next_review)


def _look_again(task: ReviewTask) -> Task:
    return Task(task, f"“{task.because.document}” in it was changed: {task.because.change_note}", task.opened_at)


def _scheduled(at: dt.datetime) -> Iterator[Task]:
    waiting = ReviewRequest.objects.filter(closed_as="", scheduled_at__isnull=False, go_live_at__gt=at)
    waiting = waiting.select_related("scheduled_by", "release").prefetch_related(_versions())
    for request in waiting.order_by("go_live_at", "pk"):
        within = f", in the release {request.release}" if request.release else ""
        yield Task(request, f"{_named(request)}, set by {request.scheduled_by}{within}", request.go_live_at)


def _wants_a_look(today: dt.date) -> Q:
    no_address = Q(url="", doi="") & ~Q(grade=Grade.CLINICAL_JUDGEMENT)
    return Q(broken_since__isnull=False) | no_address | Q(last_checked=None) | Q(last_checked__lt=today - OLD)


def _reference(reference: Reference) -> Task:
    if reference.broken_since is not None:
        return Task(
            reference, "Its address no longer works: find where it moved, or another source", reference.broken_since
        )
    if not reference.url and not reference.doi and reference.grade != Grade.CLINICAL_JUDGEMENT:
        return Task(reference, "It has no address, so nobody can look it up: add one", None)
    if reference.last_checked is None:
        return Task(reference, "Never checked: open it and see that it still says so")
    return Task(reference, "Last checked", reference.last_checked)


def _section(name: str, empty: str, tasks: Iterable[Task]) -> Section:
    found = list(tasks)
    return Section(name, empty, found[:MAX_SHOWN], len(found))


def _rows(name: str, empty: str, rows: Any, task: Any) -> Section:
    """Of a query that can find thousands: only those shown are read."""
    return Section(name, empty, [task(row) for row in rows[:MAX_SHOWN]], rows.count())
