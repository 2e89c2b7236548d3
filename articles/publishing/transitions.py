"""What a person can do with a document now. It decides which buttons are shown; the services decide for themselves."""

import datetime as dt
from collections.abc import Sequence

from articles.content.vocabulary import State
from articles.models import Document, Review, ReviewRequest
from articles.models.people import Person

from . import permissions as rights
from .approval import is_author, is_enough
from .status import Status, status_of

_NEEDS = {
    "submit": (rights.SUBMIT,),
    "cancel": (rights.SUBMIT,),
    "approve": (rights.REVIEW_EDITORIAL, rights.REVIEW_CLINICAL),
    "request_changes": (rights.REVIEW_EDITORIAL, rights.REVIEW_CLINICAL),
    "decline": (rights.REVIEW_EDITORIAL, rights.REVIEW_CLINICAL),
    "publish": (rights.PUBLISH,),
    "emergency_publish": (rights.EMERGENCY_PUBLISH,),
    "withdraw": (rights.WITHDRAW,),
    "restore": (rights.RESTORE,),
}


def allowed_transitions(document: Document, *, by: Person, at: dt.datetime, status: Status | None = None) -> list[str]:
    """Names of transitions, in the order they are made. Pass ``status`` if it is known already."""
    status = status or status_of(document, at=at)
    return _permitted(_possible(status, by), by)


def allowed_on_request(request: ReviewRequest, *, by: Person, is_void: bool, approvals: Sequence[Review]) -> list[str]:
    """The same for an open request, whatever else stands of the documents in it. Nothing, once one was edited since."""
    return [] if is_void else _permitted(_with_open_request(request, approvals, by), by)


def _permitted(possible: set[str], by: Person) -> list[str]:
    return [name for name, needs in _NEEDS.items() if name in possible and any(rights.may(by, each) for each in needs)]


def _possible(status: Status, by: Person) -> set[str]:
    found = set()
    if status.request is None or status.is_void:
        if status.has_changes and status.state is not State.WITHDRAWN:
            found.add("submit")
    else:
        found |= _with_open_request(status.request, status.approvals, by)
    if status.live:
        found.add("withdraw")
    if status.latest:
        found.add("restore")
    return found


def _with_open_request(request: ReviewRequest, approvals: Sequence[Review], by: Person) -> set[str]:
    found = {"cancel", "emergency_publish"}
    if not is_author(by, request):
        found |= {"approve", "request_changes", "decline"}
    if is_enough(request.change_kind, approvals, request.clinical_reviews):
        if not request.is_scheduled:
            found.add("publish")
        found.discard("emergency_publish")
    return found
