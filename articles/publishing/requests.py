"""Closing a request for review, which happens once."""

import datetime as dt

from articles.models import ReviewRequest
from articles.models.people import Person
from articles.models.review import ClosedAs

from .errors import Refused

__all__ = ["ClosedAs", "ContentChanged", "RequestClosed", "close", "closed_message"]


class RequestClosed(Refused):
    pass


class ContentChanged(Refused):
    pass


def close(request: ReviewRequest, *, as_: ClosedAs, by: Person, at: dt.datetime) -> None:
    request.closed_as, request.closed_by, request.closed_at = as_, by, at
    request.save(update_fields=["closed_as", "closed_by", "closed_at"])


def closed_message(request: ReviewRequest) -> str:
    how = request.get_closed_as_display().lower()
    return (
        f"This request was already closed by {request.closed_by} ({how}). Load the page again to see where it stands."
    )
