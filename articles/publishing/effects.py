"""What a request would change for readers in documents that are not in it themselves."""

import datetime as dt
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Published, ReviewRequest, Version

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


class ForeseenParts(PartSet):
    """Of all that these would be made of, what the request holds; the rest as it is live. Only what is needed is read:
    a request may hold a whole library."""

    def __init__(self, request: ReviewRequest, at: dt.datetime) -> None:
        self.request = request
        super().__init__([], at)

    def find(self, uuids: Collection[str]) -> dict[str, Version]:
        submitted = self.request.versions.filter(document__uuid__in=uuids).select_related("document")
        own = {str(each.document.uuid): each for each in submitted}
        return {**super().find([each for each in uuids if each not in own]), **own}


def affected_rows(request: ReviewRequest, *, at: dt.datetime) -> list[Published]:
    """The live documents that contain something of the request and are not in it, without their texts."""
    keys = affected_by(set(request.versions.values_list("document", flat=True)), at)
    return list(
        Published.objects.live(at).filter(document__among=keys).defer("body", "summary").order_by("kind", "title")
    )


def effects_on(rows: Sequence[Published], request: ReviewRequest, *, at: dt.datetime) -> Iterator[Effect]:
    """What readers have of each of these, and what they would have."""
    parts = ForeseenParts(request, at)
    parts.add_live(str(row.uuid) for row in rows)
    contributions = contributions_to([row.document_id for row in rows], at)
    for row in Published.objects.filter(pk__in=[row.pk for row in rows]).order_by("kind", "title"):
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
