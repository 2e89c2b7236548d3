"""Publishing: one transaction in which a request's versions, and all that embed them, reach readers."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from articles.content.vocabulary import AuditAction, Event, GateStage, ReviewRole
from articles.models import Change, Published, PublishedContribution, PublishingLock, Review, ReviewRequest, Version
from articles.models.people import Person
from articles.models.review import ClosedAs

from . import permissions
from .approval import approvals_of, changed_since, is_enough, versions_of
from .auditing import audit
from .changes import change_of, record
from .composing import Part
from .errors import Refused
from .freezing import freeze
from .gate_records import keep_results
from .live import documents_named
from .parts import PartSet, part_ids, refuse_missing
from .registry import kind_named
from .requests import ContentChanged, RequestClosed, close, closed_message
from .review_record import ReviewFacts, reviewed_now
from .storing import Stored, store
from .subjects import check_parts
from .submitting import refuse_blocked
from .transaction import publishing_transaction

# Composed in groups, so that a cause used by a thousand articles does not need a thousand bodies in memory.
GROUP = 100


class NotApproved(Refused):
    pass


def publish(*, request: ReviewRequest, by: Person, at: dt.datetime) -> list[Change]:
    """Make an approved request live, or set it to go live by itself at its time. All of it happens or none of it.

    Returns what the feed says of it: nothing, if its time is still to come. Raises NotAllowed, RequestClosed,
    ContentChanged, NotApproved, MissingParts or GatesRefuse.
    """
    permissions.require(by, permissions.PUBLISH)
    with publishing_transaction(at) as lock:
        request = _open_request(request)
        approvals = approvals_of(request)
        if not is_enough(request.change_kind, approvals, request.clinical_reviews):
            raise NotApproved(_what_is_missing(request))
        if request.go_live_at and request.go_live_at > at:
            return _schedule(request, by, at)
        changes = _go_live(lock, request, approvals, by, at)
        audit(action=AuditAction.PUBLISHED, by=by, at=at, subject=request, details=_what_of(request))
        return changes


def emergency_publish(*, request: ReviewRequest, reason: str, by: Person, at: dt.datetime) -> list[Change]:
    """Make a request live before anyone has approved it. It stays flagged until someone else does."""
    permissions.require(by, permissions.EMERGENCY_PUBLISH)
    if not reason.strip():
        raise Refused("Say why this cannot wait for a review. The reason is kept.")
    with publishing_transaction(at) as lock:
        request = _open_request(request)
        request.emergency_reason = reason
        request.save(update_fields=["emergency_reason"])
        changes = _go_live(lock, request, approvals_of(request), by, at)
        details = {**_what_of(request), "reason": reason}
        audit(action=AuditAction.EMERGENCY_PUBLISHED, by=by, at=at, subject=request, details=details)
        return changes


def _what_of(request: ReviewRequest) -> dict[str, object]:
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


def record_second_look(request: ReviewRequest, *, at: dt.datetime) -> list[Change]:
    """After an emergency publish has been approved: readers are told who reviewed what is still live of it."""
    with publishing_transaction(at) as lock:
        versions = [each for each in versions_of(request) if each.published.live(at).exists()]
        stored = _store_all(versions, approvals_of(request), at)
        return record(lock, [change_of(each.published, Event.RECOMPOSE, at=at) for each in stored if each.changed])


def recompose(documents: Collection[int], lock: PublishingLock, at: dt.datetime) -> list[Change]:
    """Compose these live documents again from published parts. For those whose bytes differ, says so in the feed."""
    stored = _recompose_groups(documents, at)
    return record(lock, [change_of(each.published, Event.RECOMPOSE, at=at) for each in stored if each.changed])


def _recompose_groups(documents: Collection[int], at: dt.datetime, *, is_scheduled: bool = False) -> list[Stored]:
    done: list[Stored] = []
    keys = sorted(documents)
    for start in range(0, len(keys), GROUP):
        rows = list(Published.objects.live(at).filter(document__in=keys[start : start + GROUP]))
        versions = list(Version.objects.filter(pk__in=[row.version_id for row in rows]).select_related("document"))
        before = {row.document_id: row for row in rows}
        stored = _compose_group(versions, PartSet([], at), before, {}, at, is_scheduled)
        for each in stored:
            each.published.body = each.published.summary = b""
        done += stored
    return done


def affected_by(documents: Collection[int], at: dt.datetime) -> set[int]:
    """Live documents that embed any of these, or that these add a field to."""
    embedding = Published.objects.live(at).filter(parts__part__in=documents).values_list("document", flat=True)
    targets = PublishedContribution.objects.filter(published__document__in=documents).values_list("target", flat=True)
    live_targets = Published.objects.live(at).filter(document__in=targets).values_list("document", flat=True)
    return (set(embedding) | set(live_targets)) - set(documents)


def _open_request(request: ReviewRequest) -> ReviewRequest:
    request = ReviewRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_open:
        raise RequestClosed(closed_message(request))
    return request


def _what_is_missing(request: ReviewRequest) -> str:
    if request.clinical_reviews > 1:
        return (
            f"{request.clinical_reviews} clinicians must approve this, because it makes advice less urgent for some "
            "answers. Ask another clinician to review it."
        )
    if request.change_kind == "minor":
        return "Nobody has approved this yet. A second person must read it before it goes live."
    return "No clinician has approved this yet. A major or safety change needs a clinical review before it goes live."


def _go_live(
    lock: PublishingLock, request: ReviewRequest, approvals: Sequence[Review], by: Person, at: dt.datetime
) -> list[Change]:
    versions = _unchanged_versions(request)
    before = {each.document_id for each in versions}
    targets = affected_by(before, at)
    stored = _store_all(versions, approvals, at, with_gates=True)
    changes = record(lock, [_published(each, request, at) for each in stored if each.changed])
    close(request, as_=ClosedAs.PUBLISHED, by=by, at=at)
    changes += recompose(targets | affected_by(before, at), lock, at)
    rebuild_schedule(at)
    return changes


def _published(stored: Stored, request: ReviewRequest, at: dt.datetime) -> Change:
    return change_of(stored.published, Event.PUBLISH, at=at, reason=request.change_note)


def _unchanged_versions(request: ReviewRequest) -> list[Version]:
    versions = versions_of(request)
    if changed_since(versions, freeze(each.document for each in versions)):
        raise ContentChanged(
            "The text was edited after it was approved, so the approval no longer counts. Submit it again."
        )
    return versions


def _schedule(request: ReviewRequest, by: Person, at: dt.datetime) -> list[Change]:
    _unchanged_versions(request)
    request.scheduled_by, request.scheduled_at = by, at
    request.save(update_fields=["scheduled_by", "scheduled_at"])
    rebuild_schedule(at)
    details = {**_what_of(request), "go_live_at": request.go_live_at.isoformat() if request.go_live_at else ""}
    audit(action=AuditAction.SCHEDULED, by=by, at=at, subject=request, details=details)
    return []


def rebuild_schedule(at: dt.datetime) -> None:
    """Compose all that is set to go live after ``at`` anew, on top of what is live now, in the order of its times."""
    Published.objects.filter(is_announced=False, live_from__gt=at).delete()
    Published.objects.filter(live_until__gt=at).update(live_until=None)
    waiting = ReviewRequest.objects.filter(closed_as="", scheduled_at__isnull=False, go_live_at__gt=at)
    for request in waiting.order_by("go_live_at", "pk"):
        assert request.go_live_at is not None
        _store_scheduled(request, request.go_live_at, at)


def _store_scheduled(request: ReviewRequest, moment: dt.datetime, at: dt.datetime) -> None:
    versions = versions_of(request)
    documents = {each.document_id for each in versions}
    targets = affected_by(documents, moment)
    # Its gates were run when it was scheduled. Later publishes only compose it anew.
    with_gates = request.scheduled_at == at
    _store_all(versions, approvals_of(request), moment, is_scheduled=True, with_gates=with_gates)
    _recompose_groups(targets | affected_by(documents, moment), moment, is_scheduled=True)


def _store_all(
    versions: Sequence[Version],
    approvals: Sequence[Review],
    at: dt.datetime,
    *,
    is_scheduled: bool = False,
    with_gates: bool = False,
) -> list[Stored]:
    parts = PartSet(versions, at)
    parts.add_live(part for each in parts.parts.copy().values() for part in part_ids(each))
    _refuse_incomplete(versions, parts)
    if with_gates:
        _pass_gates(versions, parts, approvals, at)
    rows = Published.objects.live(at).filter(document__in=[each.document_id for each in versions])
    before = {row.document_id: row for row in rows}
    facts = {each.document_id: _facts(each, approvals, before.get(each.document_id)) for each in versions}
    # What adds a field to another document goes first, so that a document in the same request has it at once.
    giving = [each for each in versions if kind_named(each.document.kind).gives]
    taking = [each for each in versions if each not in giving]
    return [
        stored for group in (giving, taking) for stored in _compose_group(group, parts, before, facts, at, is_scheduled)
    ]


def _facts(version: Version, approvals: Sequence[Review], before: Published | None) -> ReviewFacts | None:
    """A change that no clinician read does not move the review date of a page that is live already."""
    clinical = any(review.role == ReviewRole.CLINICAL for review in approvals)
    if before is not None and approvals and not clinical:
        return None
    return reviewed_now(approvals, version.document.review_interval_months)


def _refuse_incomplete(versions: Sequence[Version], parts: PartSet) -> None:
    new = [parts.parts[str(each.document.uuid)] for each in versions]
    refuse_missing(new, parts.parts, _titles_of_missing(new, parts))


def _pass_gates(versions: Sequence[Version], parts: PartSet, approvals: Sequence[Review], at: dt.datetime) -> None:
    new = [parts.parts[str(each.document.uuid)] for each in versions]
    documents = [each.document for each in versions]
    # Only an emergency comes here without approvals.
    problems = check_parts(new, parts.parts, documents, approvals=approvals or None, at=at)
    refuse_blocked(problems)
    keep_results(versions, problems, GateStage.PUBLISH, at=at)


def _titles_of_missing(new: Iterable[Part], parts: PartSet) -> dict[str, str]:
    missing = {key for part in new for key in part_ids(part)} - set(parts.parts)
    return {uuid: document.title for uuid, document in documents_named(missing).items()}


def _compose_group(
    versions: Sequence[Version],
    parts: PartSet,
    before: Mapping[int, Published],
    facts: Mapping[int, ReviewFacts | None],
    at: dt.datetime,
    is_scheduled: bool,
) -> list[Stored]:
    parts.add_live(str(each.document.uuid) for each in versions)
    contributions = contributions_to([each.document_id for each in versions], at)
    return [
        store(
            each,
            parts,
            before.get(each.document_id),
            facts=facts.get(each.document_id),
            contributions=contributions.get(each.document_id, {}),
            at=at,
            is_scheduled=is_scheduled,
        )
        for each in versions
    ]


def contributions_to(documents: Collection[int], at: dt.datetime) -> dict[int, dict[str, object]]:
    live = PublishedContribution.objects.filter(target__in=documents, published__in=Published.objects.live(at))
    found: dict[int, dict[str, object]] = {}
    for each in live.order_by("published__slug"):
        found.setdefault(each.target_id, {})[each.field] = each.value
    return found
