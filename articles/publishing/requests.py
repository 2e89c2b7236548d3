"""Closing a request for review, which happens once."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from articles.models import Document, Release, RequestedVersion, ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs

from .errors import Refused

__all__ = [
    "ClosedAs",
    "ContentChanged",
    "RequestClosed",
    "close",
    "close_finished_releases",
    "closed_message",
    "documents_of",
    "open_requests_of",
    "take_off_schedule",
]


class RequestClosed(Refused):
    pass


class ContentChanged(Refused):
    pass


def close(request: ReviewRequest, *, as_: ClosedAs, by: Person, at: dt.datetime) -> None:
    request.closed_as, request.closed_by, request.closed_at = as_, by, at
    request.save(update_fields=["closed_as", "closed_by", "closed_at"])


def documents_of(requests: QuerySet[ReviewRequest]) -> set[int]:
    return set(RequestedVersion.objects.filter(request__in=requests).values_list("version__document", flat=True))


def open_requests_of(document: Document) -> list[ReviewRequest]:
    return list(ReviewRequest.objects.filter(closed_as="", versions__document=document.pk).order_by("pk"))


def take_off_schedule(requests: QuerySet[ReviewRequest]) -> None:
    """Those that were scheduled: no longer. The time that a release gave them goes too. Rebuild the schedule after."""
    scheduled = requests.filter(scheduled_at__isnull=False)
    scheduled.filter(release__isnull=False).update(go_live_at=None, scheduled_by=None, scheduled_at=None)
    scheduled.update(scheduled_by=None, scheduled_at=None)


def closed_message(request: ReviewRequest) -> str:
    how = request.get_closed_as_display().lower()
    return (
        f"This request was already closed by {request.closed_by} ({how}). Load the page again to see where it stands."
    )


def close_finished_releases(published: Iterable[ReviewRequest]) -> None:
    """After these have gone live: the releases of which nothing is left to do."""
    for request in published:
        release = request.release
        if release is not None and release.is_open and not release.requests.filter(closed_as="").exists():
            release.closed_as = Release.ClosedAs.PUBLISHED
            release.closed_by, release.closed_at = request.closed_by, request.closed_at
            release.save(update_fields=["closed_as", "closed_by", "closed_at"])
