"""What is set to go live later: composed ahead of its time, on top of what is live now."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from articles.models import Published, PublishedContribution, PublishedPart, RequestedVersion, ReviewRequest, Version

from .batches import GROUP, affected_by, recompose_groups, store_batch, submitted
from .live import documents_named
from .parts import part_of
from .registry import kind_named
from .storing import Stored


@dataclass(slots=True)
class Waiting:
    """Requests that go live in one moment: one, or all of a release."""

    moment: dt.datetime
    requests: list[int] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    documents: set[int] = field(default_factory=set)


def rebuild_schedule(at: dt.datetime, changed: Collection[int] | None = None) -> None:
    """Compose all that is set to go live after ``at`` anew, in the order of its times.

    With ``changed``, which documents readers or the schedule have otherwise than before: only what depends on these,
    as thousands may be waiting.
    """
    waiting = _waiting(at)
    if not waiting and not _ahead(at).exists():
        return
    concerned = _concerned(changed, waiting, at)
    forget_ahead(concerned, at)
    using = _used_by(concerned, waiting, at) if waiting else set()
    for batch in waiting:
        if not batch.documents.isdisjoint(concerned | using):
            stored = _store_ahead(batch, concerned, at)
            using |= _parts_of(stored)


def _waiting(at: dt.datetime) -> list[Waiting]:
    """In the order of their times."""
    waiting = RequestedVersion.objects.filter(
        request__closed_as="", request__scheduled_at__isnull=False, request__go_live_at__gt=at
    )
    columns = ("request__go_live_at", "request", "request__release", "version", "version__document")
    batches: dict[tuple[dt.datetime, int], Waiting] = {}
    for moment, request, release, version, document in waiting.order_by(*columns[:2], "pk").values_list(*columns):
        alone = -request
        batch = batches.setdefault((moment, release or alone), Waiting(moment))
        if request not in batch.requests:
            batch.requests.append(request)
        batch.versions.append(version)
        batch.documents.add(document)
    return list(batches.values())


def _concerned(changed: Collection[int] | None, waiting: Sequence[Waiting], at: dt.datetime) -> set[int]:
    """The documents that embed any of these, now or later, or that these add a field to; and these themselves."""
    if changed is None:
        everything = Published.objects.values_list("document", flat=True)
        return set(everything).union(*(batch.documents for batch in waiting))
    embedding = Published.objects.current_and_scheduled(at).filter(parts__part__in=changed)
    targets = PublishedContribution.objects.filter(published__document__in=changed)
    versions = [key for batch in waiting if not batch.documents.isdisjoint(changed) for key in batch.versions]
    return {
        *changed,
        *embedding.values_list("document", flat=True),
        *targets.values_list("target", flat=True),
        *_new_targets(versions),
    }


def _new_targets(versions: Collection[int]) -> set[int]:
    """Whatever versions that have not been stored yet will add a field to."""
    found = Version.objects.filter(pk__in=versions).select_related("document")
    giving = [(kind, each) for each in found if (kind := kind_named(each.document.kind)).gives]
    named = [target.target for kind, each in giving for target in kind.contributions(part_of(each))]
    return {document.pk for document in documents_named(named).values()} if named else set()


def _ahead(at: dt.datetime) -> QuerySet[Published]:
    return Published.objects.filter(is_announced=False, live_from__gt=at)


def forget_ahead(documents: Collection[int], at: dt.datetime) -> None:
    """What was stored of these for later, and that it was to follow others."""
    ahead = _ahead(at).values_list("pk", "document")
    rows = {key: document for key, document in ahead if document in documents}
    # By key, since the table is large and has few of them.
    keys = list(rows)
    for start in range(0, len(keys), GROUP):
        chosen = keys[start : start + GROUP]
        Published.objects.filter(pk__in=chosen).delete()
        followed = Published.objects.filter(document__in=[rows[key] for key in chosen], live_until__gt=at)
        followed.update(live_until=None)


def _used_by(concerned: Collection[int], waiting: Sequence[Waiting], at: dt.datetime) -> set[int]:
    """What of the waiting documents is in any of the concerned ones, or adds a field to them."""
    documents = {document for batch in waiting for document in batch.documents}
    shown = Published.objects.current_and_scheduled(at)
    parts = shown.filter(parts__part__in=documents).values_list("document", "parts__part")
    given = PublishedContribution.objects.filter(published__in=shown.filter(document__in=documents))
    pairs = [*parts, *given.values_list("target", "published__document")]
    return {used for user, used in pairs if user in concerned}


def _store_ahead(batch: Waiting, concerned: Collection[int], at: dt.datetime) -> list[Stored]:
    targets = affected_by(batch.documents, batch.moment)
    stored: list[Stored] = []
    if not batch.documents.isdisjoint(concerned):
        found = ReviewRequest.objects.filter(pk__in=batch.requests).order_by("pk")
        requests = [submitted(each) for each in found]
        # Its gates were run when it was scheduled. Later publishes only compose it anew.
        with_gates = any(each.request.scheduled_at == at for each in requests)
        stored = store_batch(requests, batch.moment, only=concerned, is_scheduled=True, with_gates=with_gates)
        targets |= affected_by(batch.documents, batch.moment)
    return stored + recompose_groups(targets & set(concerned), batch.moment, is_scheduled=True)


def _parts_of(stored: Sequence[Stored]) -> set[int]:
    rows = [each.published.pk for each in stored if each.changed]
    return set(PublishedPart.objects.filter(published__in=rows).values_list("part", flat=True))
