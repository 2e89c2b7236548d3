"""Where a document stands, worked out from its rows each time."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Max, Prefetch

from articles.content.vocabulary import Event, State
from articles.models import Change, Document, Published, Review, ReviewRequest, Version

from .approval import approvals_of, changed_since, is_enough
from .freezing import Frozen, freeze
from .live import live_rows


@dataclass(frozen=True, slots=True)
class Status:
    state: State
    live: Published | None
    latest: Version | None  # of a live document, the one that readers have
    request: ReviewRequest | None
    has_changes: bool  # the working rows differ from what readers have
    is_void: bool  # the open request no longer matches the working rows
    approvals: Sequence[Review] = field(default_factory=tuple)


def status_of(document: Document, *, at: dt.datetime) -> Status:
    return statuses_of([document], at=at)[document.pk]


def statuses_of(documents: Iterable[Document], *, at: dt.datetime) -> dict[int, Status]:
    """By primary key, in a number of queries that does not grow with the documents."""
    return statuses_of_frozen(freeze(documents), at=at)


def statuses_of_frozen(
    frozen: Mapping[int, Frozen], *, at: dt.datetime, live: Mapping[int, Published] | None = None
) -> dict[int, Status]:
    """The same for content that has been frozen already, by primary key. Pass ``live`` rows if they are known."""
    live = live_rows(frozen, at) if live is None else live
    latest = {key: row.version for key, row in live.items()} | _latest_versions(set(frozen) - set(live))
    requests = _open_requests(frozen)
    void = _void_requests(requests, frozen)
    withdrawn = _withdrawn(set(frozen) - set(live))
    return {
        key: _status(content, live.get(key), latest.get(key), requests.get(key), void, key in withdrawn, at)
        for key, content in frozen.items()
    }


def _status(
    content: Frozen,
    live: Published | None,
    latest: Version | None,
    request: ReviewRequest | None,
    void: set[int],
    withdrawn: bool,
    at: dt.datetime,
) -> Status:
    has_changes = live is None or live.version.sha256 != content.sha256
    is_void = request is not None and request.pk in void
    approvals = approvals_of(request) if request and not is_void else []
    if request and not is_void and (live is None or has_changes):
        state = _state_in_review(request, approvals)
    elif live:
        state = State.LIVE_WITH_CHANGES if has_changes else State.LIVE
    elif withdrawn and latest and latest.sha256 == content.sha256:
        state = State.WITHDRAWN
    else:
        state = State.DRAFT
    return Status(state, live, latest, request, has_changes, is_void, approvals)


def _state_in_review(request: ReviewRequest, approvals: Sequence[Review]) -> State:
    if not is_enough(request.change_kind, approvals, request.clinical_reviews):
        return State.IN_REVIEW
    return State.SCHEDULED if request.is_scheduled else State.APPROVED


def _latest_versions(keys: Collection[int]) -> dict[int, Version]:
    if not keys:
        return {}
    newest = Version.objects.filter(document_id__in=list(keys)).order_by("document_id", "number").defer("payload")
    return {version.document_id: version for version in newest}


def _open_requests(keys: Iterable[int]) -> dict[int, ReviewRequest]:
    """The newest open request that each document is in."""
    versions = Version.objects.defer("payload").select_related("document").prefetch_related("authors")
    found = (
        ReviewRequest.objects.filter(closed_as="", versions__document_id__in=list(keys))
        .prefetch_related("reviews", Prefetch("versions", versions))
        .order_by("submitted_at", "pk")
        .distinct()
    )
    return {version.document_id: request for request in found for version in request.versions.all()}


def is_void(request: ReviewRequest) -> bool:
    """The same as ``void_among`` says of one. It may hold thousands, so the database finds what was edited."""
    edited = request.versions.exclude(edit_number=F("document__edit_number"))
    edited = edited.defer("payload").select_related("document")
    return bool(changed_since(edited, freeze(each.document for each in edited)))


def void_among(requests: Iterable[ReviewRequest]) -> set[int]:
    """Keys of those that no longer match their working rows. Their versions are fetched, with documents and authors."""
    return _void_requests({request.pk: request for request in requests}, {})


def _void_requests(requests: Mapping[int, ReviewRequest], frozen: Mapping[int, Frozen]) -> set[int]:
    """Requests that no longer match. Other documents are only read again if an edit of them was counted since."""
    once = {request.pk: request for request in requests.values()}  # each holds maybe thousands of documents
    edited = [
        version
        for request in once.values()
        for version in request.versions.all()
        if version.document_id in frozen or version.edit_number != version.document.edit_number
    ]
    unread = {version.document.pk: version.document for version in edited if version.document_id not in frozen}
    working = {**frozen, **freeze(unread.values())}
    changed = {version.pk for version in edited if working[version.document_id].sha256 != version.sha256}
    return {pk for pk, request in once.items() if any(version.pk in changed for version in request.versions.all())}


def _withdrawn(keys: set[int]) -> set[int]:
    last = Change.objects.filter(document_id__in=keys).values("document_id").annotate(last=Max("sequence"))
    return set(
        Change.objects.filter(pk__in=[row["last"] for row in last], event=Event.WITHDRAW).values_list(
            "document_id", flat=True
        )
    )
