"""Composing public documents and putting them in the place that readers read from."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from articles.models import PastPublication, Published, PublishedContribution, PublishedFacet, PublishedPart, Version

from .bytes import etag_of, reviewers_in, to_bytes, with_field
from .composing import Part, compose, summarise
from .live import documents_named
from .parts import PartSet
from .registry import Contribution, DocumentKind, kind_named
from .review_record import ReviewFacts, reviewed_before


@dataclass(frozen=True, slots=True)
class Stored:
    published: Published
    changed: bool  # readers get other bytes than before


def store(
    version: Version,
    parts: PartSet,
    before: Published | None,
    *,
    facts: ReviewFacts | None,
    contributions: Mapping[str, object],
    at: dt.datetime,
) -> Stored:
    """Compose one document and make it what readers get. Without ``facts`` its review dates stay as they were."""
    uuid = str(version.document.uuid)
    kind, main = kind_named(version.document.kind), parts.parts[uuid]
    facts = facts or _facts_before(before)
    first = before.first_published_at if before else at
    body = compose(
        main,
        parts=parts.used_by(uuid),
        contributions=contributions,
        review=facts.record,
        first_published=_instant(first),
    )
    digest = etag_of(to_bytes(body))
    if before and before.etag == digest and before.version_id == version.pk:
        return Stored(before, changed=False)
    row = _row(version, main, body, facts, digest, before, at)
    _write_details(row, kind, main, body, parts)
    return Stored(row, changed=True)


def _facts_before(before: Published | None) -> ReviewFacts:
    assert before is not None
    return reviewed_before(before, reviewers_in(bytes(before.body)))


def _row(
    version: Version,
    main: Part,
    body: dict[str, object],
    facts: ReviewFacts,
    digest: str,
    before: Published | None,
    at: dt.datetime,
) -> Published:
    kind = kind_named(main.kind)
    modified = _instant(at)
    row = before or Published(document_id=version.document_id, uuid=main.id, kind=main.kind, first_published_at=at)
    if before:
        keep_past(before, until=at)
    row.version = version
    row.slug, row.locale = main.slug, str(main.payload["locale"])
    row.title = str(next(body[each.public] for each in kind.fields if each.attribute == "title"))
    row.body = with_field(to_bytes(body), "modified", modified)
    row.summary = with_field(to_bytes(summarise(kind, body)), "modified", modified)
    row.etag, row.review_status = digest, facts.status
    row.last_reviewed, row.next_review = facts.last_reviewed, facts.next_review
    row.modified_at = row.live_from = at
    row.save()
    return row


def keep_past(row: Published, *, until: dt.datetime) -> None:
    """Keep the bytes that readers had until now, for the question what they were told on a day."""
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


def _write_details(row: Published, kind: DocumentKind, main: Part, body: Mapping[str, object], parts: PartSet) -> None:
    row.parts.all().delete()
    row.facets.all().delete()
    row.contributions.all().delete()
    used = parts.used_by(main.id)
    PublishedPart.objects.bulk_create(
        PublishedPart(published=row, part_id=parts.versions[key].document_id, version=parts.versions[key])
        for key in sorted(used)
    )
    PublishedFacet.objects.bulk_create(
        PublishedFacet(published=row, name=name, value=value) for name, value in sorted(set(kind.facets(body)))
    )
    _write_contributions(row, kind.contributions(main.payload, main.slug, str(main.payload["locale"])))


def _write_contributions(row: Published, contributions: Iterable[Contribution]) -> None:
    wanted = list(contributions)
    targets = documents_named(each.target for each in wanted)
    PublishedContribution.objects.bulk_create(
        PublishedContribution(published=row, target=targets[each.target], field=each.field, value=each.value)
        for each in wanted
        if each.target in targets
    )


def _instant(at: dt.datetime) -> str:
    return at.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")
