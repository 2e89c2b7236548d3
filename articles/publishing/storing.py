"""Composing public documents and putting them in the place that readers read from."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.utils import timezone

from articles.content.packing import packed_forms
from articles.models import (
    PackedBody,
    PastPublication,
    Published,
    PublishedContribution,
    PublishedFacet,
    PublishedPart,
    Version,
)

from .bytes import etag_of, reviewers_in, to_bytes, with_field, with_status
from .composing import Part, compose, summarise
from .live import documents_named
from .parts import PartSet
from .registry import Contribution, DocumentKind, kind_named
from .review_record import ReviewFacts, reviewed_before

Detail = PublishedPart | PublishedFacet | PublishedContribution
OneDetail = TypeVar("OneDetail", PublishedPart, PublishedFacet, PublishedContribution)
StoredListener = Callable[[Sequence[Published]], None]
_listeners: list[StoredListener] = []


def on_stored(listener: StoredListener) -> None:
    """Call ``listener`` with all rows stored, for a later time too, inside the publishing transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


@dataclass(frozen=True, slots=True)
class Stored:
    published: Published
    changed: bool  # readers get other bytes than before
    is_new: bool = False  # and these are of a version that they did not have
    details: Sequence[Detail] = ()  # for ``finish`` to write


def store(
    version: Version,
    parts: PartSet,
    before: Published | None,
    *,
    facts: ReviewFacts | None,
    contributions: Mapping[str, object],
    at: dt.datetime,
    is_scheduled: bool = False,
) -> Stored:
    """Compose one document and make it what readers get from ``at`` on.

    ``finish`` has to follow. Without ``facts`` its review dates stay as they were. A scheduled one is stored beside
    the one it will follow.
    """
    uuid = str(version.document.uuid)
    kind, main = kind_named(version.document.kind), parts.parts[uuid]
    facts = facts or _facts_before(before)
    first = before.first_published_at if before else at
    body = compose(
        main,
        parts=parts.used_by(uuid),
        contributions=contributions,
        review=facts.record,
        first_published=instant(first),
    )
    digest = etag_of(to_bytes(body))
    if before and before.etag == digest and before.version_id == version.pk:
        return Stored(before, changed=False)
    is_new = before is None or before.version_id != version.pk
    row = _scheduled_place(before, at) if is_scheduled else _place(before, at)
    _fill(row, version, main, body, facts, digest, first, at)
    return Stored(row, changed=True, is_new=is_new, details=_details(row, kind, main, body, parts))


def _facts_before(before: Published | None) -> ReviewFacts:
    assert before is not None
    return reviewed_before(before, reviewers_in(bytes(before.body)))


def _place(before: Published | None, at: dt.datetime) -> Published:
    """The row that readers read: the same one, once what it held is kept elsewhere."""
    if before is None:
        return Published()
    keep_past(before, until=at)
    return before


def _scheduled_place(before: Published | None, at: dt.datetime) -> Published:
    if before is not None and before.live_from == at:
        return before
    if before is not None:
        Published.objects.filter(pk=before.pk).update(live_until=at)
    return Published(is_announced=False)


def _fill(
    row: Published,
    version: Version,
    main: Part,
    body: dict[str, object],
    facts: ReviewFacts,
    digest: str,
    first: dt.datetime,
    at: dt.datetime,
) -> None:
    kind, modified = kind_named(main.kind), instant(at)
    row.document_id, row.version, row.uuid, row.kind = version.document_id, version, UUID(main.id), main.kind
    row.slug, row.locale = main.slug, str(main.payload["locale"])
    row.title = str(next(body[each.public] for each in kind.fields if each.attribute == "title"))
    row.body = with_field(to_bytes(body), "modified", modified)
    row.summary = with_field(to_bytes(summarise(kind, body)), "modified", modified)
    row.etag, row.review_status = digest, facts.status
    row.last_reviewed, row.next_review = facts.last_reviewed, facts.next_review
    row.first_published_at, row.modified_at, row.live_from = first, at, at
    row.save()


def write_packed(rows: Sequence[Published]) -> None:
    """As readers get them until their review is overdue, from when on they get them as they are."""
    PackedBody.objects.filter(published__in=rows).delete()
    PackedBody.objects.bulk_create(
        PackedBody(published=row, coding=coding, body=packed)
        for row in rows
        for coding, packed in packed_forms(with_status(bytes(row.body), row.review_status))
    )


def keep_past(row: Published, *, until: dt.datetime) -> None:
    """Keep the bytes that readers had until now, for the question what they were told on a day."""
    # A clock that was set back must not stop a correction from going out.
    until = max(until, row.live_from + dt.timedelta(microseconds=1))
    PastPublication.objects.create(
        document_id=row.document_id,
        version_id=row.version_id,
        body=row.body,
        etag=row.etag,
        review_status=row.review_status,
        next_review=row.next_review,
        modified_at=row.modified_at,
        live_from=row.live_from,
        live_until=until,
    )


def _details(
    row: Published, kind: DocumentKind, main: Part, body: Mapping[str, object], parts: PartSet
) -> list[Detail]:
    used = parts.used_by(main.id)
    return [
        *(
            PublishedPart(published=row, part_id=parts.versions[key].document_id, version=parts.versions[key])
            for key in sorted(used)
        ),
        *(PublishedFacet(published=row, name=name, value=value) for name, value in sorted(set(kind.facets(body)))),
        *_contributions(row, kind.contributions(main)),
    ]


def _contributions(row: Published, contributions: Iterable[Contribution]) -> list[PublishedContribution]:
    wanted = list(contributions)
    targets = documents_named(each.target for each in wanted) if wanted else {}
    return [
        PublishedContribution(published=row, target=targets[each.target], field=each.field, value=each.value)
        for each in wanted
        if each.target in targets
    ]


def finish(stored: Sequence[Stored]) -> None:
    """Write, for all of a group at once, what is derived from what was stored."""
    changed = [each for each in stored if each.changed]
    if not changed:
        return
    rows = [each.published for each in changed]
    details = [detail for each in changed for detail in each.details]
    write_packed(rows)
    _rewrite(PublishedPart, rows, details)
    _rewrite(PublishedFacet, rows, details)
    _rewrite(PublishedContribution, rows, details)
    for listener in _listeners:
        listener(rows)


def _rewrite(model: type[OneDetail], rows: Sequence[Published], details: Iterable[Detail]) -> None:
    model._default_manager.filter(published__in=rows).delete()
    model._default_manager.bulk_create(detail for detail in details if isinstance(detail, model))


def instant(at: dt.datetime) -> str:
    return at.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")
