"""Composing what goes live and putting it in its place, now or for a later time, with all that embeds it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from articles.content.vocabulary import Event, GateStage, ReviewRole
from articles.models import Change, Published, PublishedContribution, PublishingLock, Review, ReviewRequest, Version
from articles.models.people import Person
from articles.models.review import ClosedAs

from .approval import approvals_of, changed_since, versions_of
from .changes import change_of, record
from .composing import Part
from .freezing import freeze
from .gate_records import keep_results
from .live import documents_named
from .parts import PartSet, part_ids, refuse_missing
from .registry import kind_named
from .requests import ContentChanged, close
from .review_record import ReviewFacts, reviewed_now
from .review_tasks import note_for_reviewers
from .storing import Stored, finish, store
from .subjects import check_parts
from .submitting import refuse_blocked
from .transaction import publishing_transaction

# Composed in groups, so that a cause used by a thousand articles does not need a thousand bodies in memory.
GROUP = 100


@dataclass(frozen=True, slots=True)
class Submitted:
    """A request that goes live: its versions, and the approvals of exactly these."""

    request: ReviewRequest
    versions: Sequence[Version]
    approvals: Sequence[Review]

    @property
    def documents(self) -> set[int]:
        return {each.document_id for each in self.versions}


def submitted(request: ReviewRequest) -> Submitted:
    return Submitted(request, versions_of(request), approvals_of(request))


def refuse_changed(found: Submitted) -> None:
    """Raises ContentChanged if a byte of it was edited since it was submitted."""
    if changed_since(found.versions, freeze(each.document for each in found.versions)):
        raise ContentChanged(
            "The text was edited after it was approved, so the approval no longer counts. Submit it again."
        )


def go_live(lock: PublishingLock, batch: Sequence[Submitted], by: Person, at: dt.datetime) -> list[Change]:
    """Make these requests live together: each of them may use what is new in another."""
    before = {document for each in batch for document in each.documents}
    targets = affected_by(before, at)
    stored = _store_all(batch, at, with_gates=True)
    notes = {version.pk: each.request.change_note for each in batch for version in each.versions}
    changed = [each.published for each in stored if each.changed]
    changes = record(lock, [change_of(row, Event.PUBLISH, at=at, reason=notes[row.version_id]) for row in changed])
    for each in batch:
        close(each.request, as_=ClosedAs.PUBLISHED, by=by, at=at)
        note_for_reviewers(each.request, each.versions, {row.version_id for row in changed}, each.approvals, at)
    changes += recompose(targets | affected_by(before, at), lock, at)
    rebuild_schedule(at)
    return changes


def place_second_look(request: ReviewRequest, *, at: dt.datetime) -> list[Change]:
    """After an emergency publish has been approved: readers are told who reviewed what is still live of it."""
    with publishing_transaction(at) as lock:
        versions = [each for each in versions_of(request) if each.published.live(at).exists()]
        stored = _store_all([Submitted(request, versions, approvals_of(request))], at)
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
        done += [replace(each, details=()) for each in stored]
    return done


def affected_by(documents: Collection[int], at: dt.datetime) -> set[int]:
    """Live documents that embed any of these, or that these add a field to."""
    embedding = Published.objects.live(at).filter(parts__part__in=documents).values_list("document", flat=True)
    targets = PublishedContribution.objects.filter(published__document__in=documents).values_list("target", flat=True)
    live_targets = Published.objects.live(at).filter(document__in=targets).values_list("document", flat=True)
    return (set(embedding) | set(live_targets)) - set(documents)


def rebuild_schedule(at: dt.datetime) -> None:
    """Compose all that is set to go live after ``at`` anew, on top of what is live now, in the order of its times.

    The requests of one release are composed together, as they go live together.
    """
    Published.objects.filter(is_announced=False, live_from__gt=at).delete()
    Published.objects.filter(live_until__gt=at).update(live_until=None)
    waiting = ReviewRequest.objects.filter(closed_as="", scheduled_at__isnull=False, go_live_at__gt=at)
    batches: dict[tuple[dt.datetime, int], list[ReviewRequest]] = {}
    for request in waiting.order_by("go_live_at", "pk"):
        assert request.go_live_at is not None
        alone = -request.pk
        batches.setdefault((request.go_live_at, request.release_id or alone), []).append(request)
    for (moment, _), requests in batches.items():
        _store_scheduled([submitted(each) for each in requests], moment, at)


def _store_scheduled(batch: Sequence[Submitted], moment: dt.datetime, at: dt.datetime) -> None:
    documents = {document for each in batch for document in each.documents}
    targets = affected_by(documents, moment)
    # Its gates were run when it was scheduled. Later publishes only compose it anew.
    with_gates = any(each.request.scheduled_at == at for each in batch)
    _store_all(batch, moment, is_scheduled=True, with_gates=with_gates)
    _recompose_groups(targets | affected_by(documents, moment), moment, is_scheduled=True)


def _store_all(
    batch: Sequence[Submitted], at: dt.datetime, *, is_scheduled: bool = False, with_gates: bool = False
) -> list[Stored]:
    versions = list({version.pk: version for each in batch for version in each.versions}.values())
    parts = PartSet(versions, at)
    parts.add_live(part for each in parts.parts.copy().values() for part in part_ids(each))
    _refuse_incomplete(versions, parts)
    if with_gates:
        for each in batch:
            _pass_gates(each, parts, at)
    rows = Published.objects.live(at).filter(document__in=[each.document_id for each in versions])
    before = {row.document_id: row for row in rows}
    facts = {each.document_id: _facts(each, batch, before.get(each.document_id)) for each in versions}
    # What adds a field to another document goes first, so that a document in the same request has it at once.
    giving = [each for each in versions if kind_named(each.document.kind).gives]
    taking = [each for each in versions if each not in giving]
    return [
        stored for group in (giving, taking) for stored in _compose_group(group, parts, before, facts, at, is_scheduled)
    ]


def _facts(version: Version, batch: Sequence[Submitted], before: Published | None) -> ReviewFacts | None:
    """A change that no clinician read does not move the review date of a page that is live already."""
    found = {review.pk: review for each in batch if version in each.versions for review in each.approvals}
    approvals = sorted(found.values(), key=lambda review: (review.decided_at, review.pk))
    clinical = any(review.role == ReviewRole.CLINICAL for review in approvals)
    if before is not None and approvals and not clinical:
        return None
    return reviewed_now(approvals, version.document.review_interval_months)


def _refuse_incomplete(versions: Sequence[Version], parts: PartSet) -> None:
    new = [parts.parts[str(each.document.uuid)] for each in versions]
    refuse_missing(new, parts.parts, _titles_of_missing(new, parts))


def _pass_gates(submitted: Submitted, parts: PartSet, at: dt.datetime) -> None:
    new = [parts.parts[str(each.document.uuid)] for each in submitted.versions]
    documents = [each.document for each in submitted.versions]
    # Only an emergency comes here without approvals.
    problems = check_parts(new, parts.parts, documents, approvals=submitted.approvals or None, at=at)
    refuse_blocked(problems)
    keep_results(submitted.versions, problems, GateStage.PUBLISH, at=at)


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
    stored = [
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
    finish(stored)
    return stored


def contributions_to(documents: Collection[int], at: dt.datetime) -> dict[int, dict[str, object]]:
    live = PublishedContribution.objects.filter(target__in=documents, published__in=Published.objects.live(at))
    found: dict[int, dict[str, object]] = {}
    for each in live.order_by("published__slug"):
        found.setdefault(each.target_id, {})[each.field] = each.value
    return found
