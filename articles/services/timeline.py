"""What happened to one document, newest first: who did what, when and why."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from articles.content.vocabulary import AuditAction, Decision, Event, label
from articles.models import AuditEntry, Change, Document, PublishedPart, Review, ReviewRequest, Version
from articles.publishing import kind_named

# Publishing and reviewing are told from their own rows, which know more.
_FROM_LOG = (
    AuditAction.RESTORED,
    AuditAction.WITHDRAWN,
    AuditAction.GATE_OVERRIDDEN,
    AuditAction.CHECK_RECORDED,
    AuditAction.TASK_CLOSED,
    AuditAction.CHANGED,
    AuditAction.PREVIEW_SHARED,
)
_DECIDED = {
    Decision.APPROVE: "Approved",
    Decision.REQUEST_CHANGES: "Changes asked for",
    Decision.DECLINE: "Declined",
}
_WHAT = {
    Event.PUBLISH: "Published",
    Event.RECOMPOSE: "Changed for readers, because a part of it was published",
    Event.REDIRECT: "Readers are sent to another page",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """``version`` is the one that it is about, if it is about one. ``css`` is how it is marked."""

    at: dt.datetime
    what: str
    who: str
    why: str = ""
    version: Version | None = None
    css: str = ""


def timeline_of(document: Document) -> list[Happening]:
    """In a number of queries that does not grow with what happened."""
    requests = list(
        ReviewRequest.objects.filter(versions__document=document.pk).select_related("closed_by", "scheduled_by")
    )
    found = [
        *_submitted(document),
        *_reviewed(requests),
        *_closed(requests),
        *_went_live(document, requests),
        *_logged(document),
    ]
    # Of one moment, in the order in which they come: submitted, reviewed, live.
    ordered = sorted(enumerate(found), key=lambda each: (each[1].at, each[0]), reverse=True)
    return [each for _, each in ordered]


def _submitted(document: Document) -> Iterator[Happening]:
    for version in document.versions.select_related("submitted_by").defer("payload"):
        what = f"Submitted version {version.number}, a {version.get_change_kind_display().lower()} change"
        yield Happening(version.created_at, what, str(version.submitted_by), version.change_note, version)


def _reviewed(requests: list[ReviewRequest]) -> Iterator[Happening]:
    for review in Review.objects.filter(request__in=requests):
        who = ", ".join(each for each in (review.reviewer_name, review.reviewer_role, review.credentials) if each)
        what = f"{_DECIDED[Decision(review.decision)]}, {review.get_role_display().lower()} review"
        bad = "" if review.decision == "approve" else "bad"
        yield Happening(review.decided_at, what, who, review.comment, css=bad)


def _closed(requests: list[ReviewRequest]) -> Iterator[Happening]:
    for request in requests:
        if request.scheduled_at and request.scheduled_by:
            yield Happening(request.scheduled_at, "Set to go live by itself", str(request.scheduled_by))
        if request.closed_at and request.closed_as in ("cancelled", "replaced"):
            what = {"cancelled": "Request taken back", "replaced": "Submitted again, in place of an earlier request"}
            yield Happening(request.closed_at, what[request.closed_as], str(request.closed_by))


def _went_live(document: Document, requests: list[ReviewRequest]) -> Iterator[Happening]:
    by = {request.closed_at: request for request in requests if request.closed_as == "published"}
    changes = list(
        Change.objects.filter(document=document.pk)
        .exclude(event=Event.WITHDRAW)
        .select_related("version")
        .defer("version__payload")
    )
    because = _published_parts(document, changes)
    for change in changes:
        request = by.get(change.at)
        what, why = _WHAT[Event(change.event)], change.reason
        if change.event == Event.RECOMPOSE:
            request, why = because.get(change.at, (None, ""))
        if request and request.emergency_reason and change.event == Event.PUBLISH:
            what, why = "Published in an emergency, before review", request.emergency_reason
        if change.redirect_to:
            why = f"{why} To {change.redirect_to}."
        who = str(request.closed_by) if request else ""
        yield Happening(change.at, what, who, why, change.version, "live")


def _published_parts(document: Document, changes: list[Change]) -> dict[dt.datetime, tuple[ReviewRequest, str]]:
    """For the moments when a part changed the page: the request that did it, and the part with its change note."""
    moments = {change.at for change in changes if change.event == Event.RECOMPOSE}
    parts = {row.part_id for row in PublishedPart.objects.filter(published__document=document.pk)} if moments else set()
    requests = ReviewRequest.objects.filter(closed_as="published", closed_at__in=moments, versions__document__in=parts)
    found = {}
    for request in requests.select_related("closed_by").prefetch_related("versions__document").distinct():
        names = [f"“{each.document}”" for each in request.versions.all() if each.document_id in parts]
        assert request.closed_at is not None
        found[request.closed_at] = request, f"{', '.join(names)}: {request.change_note}"
    return found


def _logged(document: Document) -> Iterator[Happening]:
    own = ("document", kind_named(document.kind).model._meta.model_name)
    entries = AuditEntry.objects.filter(subject_id=str(document.pk), subject_kind__in=own, action__in=_FROM_LOG)
    for entry in entries:
        details = json.loads(entry.details)
        why = details.get("reason") or details.get("note") or details.get("result") or ""
        if entry.action == AuditAction.RESTORED:
            why = f"Version {details['version']} became the draft again."
        css = "bad" if entry.action == AuditAction.WITHDRAWN else ""
        yield Happening(entry.at, label(AuditAction(entry.action)), entry.by_name, why, css=css)
