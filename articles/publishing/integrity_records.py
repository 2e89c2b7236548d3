"""Whether the change feed, the requests and the audit log tell the same story. Reads only."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from articles.content.vocabulary import AuditAction, Event
from articles.models import (
    AuditEntry,
    Change,
    Document,
    Edit,
    ImportBatch,
    Published,
    PublishingLock,
    Review,
    ReviewRequest,
    Version,
)
from articles.models.published import not_over
from articles.models.review import ClosedAs

from .audit_chain import faults_in_audit

Told = dict[str, "Counter[tuple[str, str]]"]
REQUEST, RELEASE = "reviewrequest", "release"


def faults_in_feed(at: dt.datetime) -> Iterator[str]:
    """Numbered without gaps, and its last word on each document is what readers have."""
    last = 0
    latest: dict[int, Change] = {}
    for change in Change.objects.order_by("sequence").iterator(chunk_size=2000):
        if change.sequence != last + 1:
            yield f"The change feed has a gap between {last} and {change.sequence}."
        last = change.sequence
        latest[change.document_id] = change
    known = PublishingLock.objects.get(pk=1).last_sequence
    if known != last:
        yield f"The change feed ends at {last}, and {known} changes were written."
    # What fell due by the clock gets into the feed with the next write: until then it tells of what readers had before.
    due = Published.objects.filter(is_announced=False, live_from__lte=at).values("document")
    told = Published.objects.filter(not_over(at) | Q(document__in=due), is_announced=True)
    live = {row.document_id: row for row in told.defer("body", "summary")}
    for document, change in sorted(latest.items()):
        row = live.pop(document, None)
        if (row is None) != (change.event in (Event.WITHDRAW, Event.REDIRECT)):
            have = "do not have" if row is None else "have"
            yield f"The change feed says “{change.event}” last of {change.slug}, and readers {have} it."
        elif row is not None and row.version_id != change.version_id:
            yield f"The change feed ends with another version of {change.slug} than readers have."
    for row in live.values():
        yield f"The change feed says nothing of the {row.kind} {row.slug} ({row.locale}), which readers have."


def faults_in_authors() -> Iterator[str]:
    """The notes of who wrote what are whole: nobody can be taken out of them to review their own words."""
    written = Document.objects.annotate(noted=Count("edits")).exclude(noted=F("edit_number"))
    for page in written.order_by("pk"):
        yield f"It is not known who made each of the {page.edit_number} edits of the {page.kind} {page.slug}."
    named = Version.authors.through.objects
    with_it = Version.objects.filter(document=OuterRef("document"), edit_number__gte=OuterRef("edit_number"))
    first = Edit.objects.annotate(version=Subquery(with_it.order_by("number").values("pk")[:1]))
    wrote = first.exclude(version=None).filter(~Exists(named.filter(version=OuterRef("version"), user=OuterRef("by"))))
    sent = Version.objects.filter(~Exists(named.filter(version=OuterRef("pk"), user=OuterRef("submitted_by"))))
    lacking = {*wrote.values_list("version", flat=True), *sent.values_list("pk", flat=True)}
    for version in Version.objects.filter(pk__in=lacking).order_by("document", "number").defer("payload"):
        yield f"Version {version.number} of document {version.document_id} does not name all who wrote it."


def faults_in_records() -> Iterator[str]:
    """The audit log is whole, and has an entry for each publish, review, withdrawal, import and undo, and no others."""
    yield from faults_in_audit()
    told = _told()
    yield from _faults_in_publishes(told)
    for name, happened, action in (
        ("review", Counter(map(str, Review.objects.values_list("request", flat=True))), AuditAction.REVIEWED),
        ("withdrawal", _withdrawals(), AuditAction.WITHDRAWN),
        ("import", _imports("applied_at"), AuditAction.IMPORTED),
        ("taking back of import", _imports("undone_at"), AuditAction.IMPORT_UNDONE),
    ):
        written: Counter[str] = Counter()
        for (_, subject), count in told[action].items():
            written[subject] += count
        yield from _missing(name, happened, written)
        yield from _invented(name, happened, written)


def _faults_in_publishes(told: Told) -> Iterator[str]:
    """A request is told of by itself or by its release, when it goes live or when it is scheduled to."""
    closed = dict(ReviewRequest.objects.filter(closed_as=ClosedAs.PUBLISHED).values_list("pk", "release"))
    at_once = told[AuditAction.PUBLISHED] + told[AuditAction.EMERGENCY_PUBLISHED]
    either = at_once + told[AuditAction.SCHEDULED]
    for request, release in sorted(closed.items()):
        if not either[REQUEST, str(request)] and not either[RELEASE, str(release)]:
            yield f"The audit log lacks a publish of request {request}."
    happened = {(REQUEST, str(request)) for request in closed} | {(RELEASE, str(each)) for each in closed.values()}
    for kind, subject in sorted(set(at_once) - happened):
        yield f"The audit log tells of a publish of {kind} {subject} that did not happen."


def _missing(name: str, happened: "Counter[str]", written: "Counter[str]") -> Iterator[str]:
    yield from (f"The audit log lacks a {name} of {subject}." for subject in sorted(happened - written))


def _invented(name: str, happened: "Counter[str]", written: "Counter[str]") -> Iterator[str]:
    for subject in sorted(written - happened):
        yield f"The audit log tells of a {name} of {subject} that did not happen."


def _told() -> Told:
    found: Told = {action.value: Counter() for action in AuditAction}
    rows = AuditEntry.objects.values_list("action", "subject_kind", "subject_id")
    for action, kind, subject in rows.iterator(chunk_size=2000):
        found.setdefault(action, Counter())[kind, subject] += 1
    return found


def _withdrawals() -> "Counter[str]":
    return Counter(map(str, Change.objects.filter(event=Event.WITHDRAW).values_list("document", flat=True)))


def _imports(when: str) -> "Counter[str]":
    return Counter(map(str, ImportBatch.objects.exclude(**{when: None}).values_list("pk", flat=True)))
