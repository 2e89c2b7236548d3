"""What a request would change for readers in documents that are not in it themselves."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.models import Published, ReviewRequest

from .approval import versions_of
from .batches import affected_by, contributions_to
from .bytes import reviewers_in
from .composing import compose
from .parts import PartSet
from .review_record import reviewed_before

# What says when and by whom, rather than what readers are told about health.
_ABOUT = {"version", "parts", "first_published", "modified", "last_reviewed", "next_review", "reviewed_by", "triage"}


@dataclass(frozen=True, slots=True)
class Effect:
    """``before`` and ``after`` are the public contents of one live document."""

    published: Published
    before: dict[str, Any]
    after: dict[str, Any]


def effects_of(request: ReviewRequest, *, at: dt.datetime) -> Iterator[Effect]:
    """For each live document that contains something of the request: what readers have, and what they would have."""
    versions = versions_of(request)
    documents = {each.document_id for each in versions}
    rows = list(Published.objects.live(at).filter(document__in=affected_by(documents, at)).order_by("kind", "title"))
    parts = PartSet(versions, at)
    parts.add_live(str(row.uuid) for row in rows)
    contributions = contributions_to([row.document_id for row in rows], at)
    for row in rows:
        added = contributions.get(row.document_id, {})
        after = _composed(row, parts, added)
        yield Effect(row, _content(json.loads(bytes(row.body))), _content(after))


def _composed(row: Published, parts: PartSet, contributions: dict[str, object]) -> dict[str, Any]:
    uuid = str(row.uuid)
    return compose(
        parts.parts[uuid],
        parts=parts.used_by(uuid),
        contributions=contributions,
        review=reviewed_before(row, reviewers_in(bytes(row.body))).record,
        first_published=row.first_published_at.isoformat(),
    )


def _content(body: dict[str, Any]) -> dict[str, Any]:
    return {name: _without_versions(value) for name, value in body.items() if name not in _ABOUT}


def _without_versions(value: Any) -> Any:
    """Embedded entries without their version numbers, which change with every correction of them."""
    if isinstance(value, list):
        return [_without_versions(each) for each in value]
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if name != "version"}
    return value
