"""Keeping what somebody is typing, apart from the working rows, so that nothing is lost before it is saved."""

import datetime as dt
import json
from collections.abc import Mapping

from django.db import transaction

from articles.models import Buffer, Document
from articles.models.people import Person
from articles.publishing import Refused

MAX_CHARACTERS = 1_000_000
WORKING_NOW = dt.timedelta(minutes=30)
Values = Mapping[str, str | bool]


class BufferRefused(Refused):
    pass


@transaction.atomic
def keep_buffer(
    *, kind: str, document: Document | None, edit_number: int, values: Values, by: Person, at: dt.datetime
) -> None:
    """Replace what is kept of this page for this person. Raises BufferRefused."""
    if len(json.dumps(values)) > MAX_CHARACTERS:
        raise BufferRefused("This is too much to keep beside the page. Save it.")
    if not all(isinstance(name, str) and isinstance(value, str | bool) for name, value in values.items()):
        raise BufferRefused("This is not what a form holds.")
    if document is not None and document.edit_number > edit_number and document.updated_by_id == by.pk:
        raise BufferRefused("You have saved this page since.")
    Buffer.objects.update_or_create(
        by=by,
        document=document,
        kind=kind,
        defaults={"edit_number": edit_number, "values": dict(values), "kept_at": at},
    )


def forget_buffer(*, kind: str, document: Document | None, by: Person) -> None:
    Buffer.objects.filter(by=by, kind=kind, document=document).delete()


def buffer_of(*, kind: str, document: Document | None, by: Person) -> Buffer | None:
    return Buffer.objects.filter(by=by, kind=kind, document=document).first()


def buffers_of(document: Document) -> list[Buffer]:
    """Everybody's, newest first."""
    return list(Buffer.objects.filter(document=document.pk).select_related("by").order_by("-kept_at"))


def is_working(buffer: Buffer, *, at: dt.datetime) -> bool:
    return buffer.kept_at > at - WORKING_NOW
