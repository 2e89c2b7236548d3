"""Publishing: one transaction in which a request's versions, and all that embed them, reach readers."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from articles.content.vocabulary import Event, ReviewRole
from articles.models import Change, Published, PublishedContribution, PublishingLock, Review, ReviewRequest, Version
from articles.models.people import Person
from articles.models.review import ClosedAs

from . import permissions
from .approval import approvals_of, changed_since, is_enough, versions_of
from .changes import change_of, record
from .composing import Part
from .errors import Refused
from .freezing import freeze
from .gates import blocking
from .live import documents_named
from .parts import PartSet, part_ids, refuse_missing
from .requests import ContentChanged, RequestClosed, close, closed_message
from .review_record import ReviewFacts, reviewed_now
from .storing import Stored, store
from .subjects import check_parts
from .submitting import GatesRefuse, refusal
from .transaction import publishing_transaction

# Composed in groups, so that a cause used by a thousand articles does not need a thousand bodies in memory.
GROUP = 100


class NotApproved(Refused):
    pass


class NotYet(Refused):
    pass


def publish(*, request: ReviewRequest, by: Person, at: dt.datetime) -> list[Change]:
    """Make an approved request live. All of it happens or none of it.

    Raises NotAllowed, RequestClosed, ContentChanged, NotApproved, NotYet, MissingParts or GatesRefuse.
    """
    permissions.require(by, permissions.PUBLISH)
    with publishing_transaction() as lock:
        request = _open_request(request)
        approvals = approvals_of(request)
        if not is_enough(request.change_kind, approvals):
            raise NotApproved(_what_is_missing(request))
        if request.go_live_at and request.go_live_at > at:
            raise NotYet("This request is set to go live later. Change its time if it should go live now.")
        return _go_live(lock, request, approvals, by, at)


def emergency_publish(*, request: ReviewRequest, reason: str, by: Person, at: dt.datetime) -> list[Change]:
    """Make a request live before anyone has approved it. It stays flagged until someone else does."""
    permissions.require(by, permissions.EMERGENCY_PUBLISH)
    if not reason.strip():
        raise Refused("Say why this cannot wait for a review. The reason is kept.")
    with publishing_transaction() as lock:
        request = _open_request(request)
        request.emergency_reason = reason
        request.save(update_fields=["emergency_reason"])
        return _go_live(lock, request, approvals_of(request), by, at)


def awaiting_second_look() -> list[ReviewRequest]:
    """Emergency publishes that nobody else has approved since."""
    found = ReviewRequest.objects.filter(closed_as=ClosedAs.PUBLISHED).exclude(emergency_reason="")
    return [
        request for request in found.order_by("closed_at") if not is_enough(request.change_kind, approvals_of(request))
    ]


def record_second_look(request: ReviewRequest, *, at: dt.datetime) -> list[Change]:
    """After an emergency publish has been approved: readers are told who reviewed what is still live of it."""
    with publishing_transaction() as lock:
        versions = [each for each in versions_of(request) if each.published.live(at).exists()]
        return _store_all(lock, versions, approvals_of(request), Event.RECOMPOSE, "", at)


def recompose(documents: Collection[int], lock: PublishingLock, at: dt.datetime) -> list[Change]:
    """Compose these live documents again from published parts. For those whose bytes differ, says so in the feed."""
    changes: list[Change] = []
    keys = sorted(documents)
    for start in range(0, len(keys), GROUP):
        rows = list(Published.objects.live(at).filter(document__in=keys[start : start + GROUP]))
        versions = list(Version.objects.filter(pk__in=[row.version_id for row in rows]).select_related("document"))
        stored = _compose_group(versions, PartSet([], at), {row.document_id: row for row in rows}, {}, at)
        changes += [change_of(each.published, Event.RECOMPOSE, at=at) for each in stored if each.changed]
    return record(lock, changes)


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
    if request.change_kind == "minor":
        return "Nobody has approved this yet. A second person must read it before it goes live."
    return "No clinician has approved this yet. A major or safety change needs a clinical review before it goes live."


def _go_live(
    lock: PublishingLock, request: ReviewRequest, approvals: Sequence[Review], by: Person, at: dt.datetime
) -> list[Change]:
    versions = versions_of(request)
    if changed_since(versions, freeze(each.document for each in versions)):
        raise ContentChanged(
            "The text was edited after it was approved, so the approval no longer counts. Submit again."
        )
    before = {each.document_id for each in versions}
    targets = affected_by(before, at)
    changes = _store_all(lock, versions, approvals, Event.PUBLISH, request.change_note, at)
    close(request, as_=ClosedAs.PUBLISHED, by=by, at=at)
    return changes + recompose(targets | affected_by(before, at), lock, at)


def _store_all(
    lock: PublishingLock,
    versions: Sequence[Version],
    approvals: Sequence[Review],
    event: Event,
    reason: str,
    at: dt.datetime,
) -> list[Change]:
    parts = PartSet(versions, at)
    parts.add_live(part for each in parts.parts.copy().values() for part in part_ids(each))
    _refuse_incomplete(versions, parts)
    rows = Published.objects.live(at).filter(document__in=[each.document_id for each in versions])
    before = {row.document_id: row for row in rows}
    facts = {each.document_id: _facts(each, approvals, before.get(each.document_id)) for each in versions}
    stored = _compose_group(versions, parts, before, facts, at)
    return record(lock, [change_of(each.published, event, at=at, reason=reason) for each in stored if each.changed])


def _facts(version: Version, approvals: Sequence[Review], before: Published | None) -> ReviewFacts | None:
    """A change that no clinician read does not move the review date of a page that is live already."""
    clinical = any(review.role == ReviewRole.CLINICAL for review in approvals)
    if before is not None and approvals and not clinical:
        return None
    return reviewed_now(approvals, version.document.review_interval_months)


def _refuse_incomplete(versions: Sequence[Version], parts: PartSet) -> None:
    new = [parts.parts[str(each.document.uuid)] for each in versions]
    refuse_missing(new, parts.parts, _titles_of_missing(new, parts))
    problems = blocking(check_parts(new, parts.parts))
    if problems:
        raise GatesRefuse(refusal(problems), problems)


def _titles_of_missing(new: Iterable[Part], parts: PartSet) -> dict[str, str]:
    missing = {key for part in new for key in part_ids(part)} - set(parts.parts)
    return {uuid: document.title for uuid, document in documents_named(missing).items()}


def _compose_group(
    versions: Sequence[Version],
    parts: PartSet,
    before: Mapping[int, Published],
    facts: Mapping[int, ReviewFacts | None],
    at: dt.datetime,
) -> list[Stored]:
    parts.add_live(str(each.document.uuid) for each in versions)
    contributions = _contributions([each.document_id for each in versions], at)
    return [
        store(
            each,
            parts,
            before.get(each.document_id),
            facts=facts.get(each.document_id),
            contributions=contributions.get(each.document_id, {}),
            at=at,
        )
        for each in versions
    ]


def _contributions(documents: Collection[int], at: dt.datetime) -> dict[int, dict[str, object]]:
    live = PublishedContribution.objects.filter(target__in=documents, published__live_from__lte=at)
    found: dict[int, dict[str, object]] = {}
    for each in live.order_by("published__slug"):
        found.setdefault(each.target_id, {})[each.field] = each.value
    return found
