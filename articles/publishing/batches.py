"""Requests that go live in one moment: composed and stored together, and what embeds them composed anew."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from articles.content.vocabulary import GateStage, ReviewRole
from articles.models import Published, PublishedContribution, Review, ReviewRequest, Version

from .approval import approvals_of, changed_since, versions_of
from .composing import Part
from .freezing import freeze
from .gate_records import keep_results
from .live import documents_named
from .parts import PartSet, part_ids, refuse_missing
from .registry import kind_named
from .requests import ContentChanged
from .review_record import ReviewFacts, reviewed_now
from .storing import Stored, finish, store
from .subjects import check_parts
from .submitting import refuse_blocked

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


def store_batch(
    batch: Sequence[Submitted],
    at: dt.datetime,
    *,
    only: Collection[int] | None = None,
    is_scheduled: bool = False,
    with_gates: bool = False,
) -> list[Stored]:
    """With ``only``, these documents of it: the others are stored already."""
    versions = list({version.pk: version for each in batch for version in each.versions}.values())
    parts = PartSet(versions, at)
    _refuse_incomplete(versions, parts)
    if with_gates:
        for each in batch:
            _pass_gates(each, parts, at)
    versions = [each for each in versions if only is None or each.document_id in only]
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


def recompose_groups(documents: Collection[int], at: dt.datetime, *, is_scheduled: bool = False) -> list[Stored]:
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


def given_to(documents: Collection[int]) -> set[int]:
    """What these add a field to, and what will have it once its own time has come."""
    given = PublishedContribution.objects.filter(published__document__in=documents)
    return set(given.values_list("target", flat=True))


def affected_by(documents: Collection[int], at: dt.datetime) -> set[int]:
    """Live documents that embed any of these, or that these add a field to."""
    embedding = Published.objects.live(at).filter(parts__part__among=documents).values_list("document", flat=True)
    added = PublishedContribution.objects.filter(published__document__among=documents)
    targets = added.values_list("target", flat=True)
    live_targets = Published.objects.live(at).filter(document__in=targets).values_list("document", flat=True)
    return (set(embedding) | set(live_targets)) - set(documents)
