"""Which documents readers have, and which of them contain which others."""

import datetime as dt
from collections.abc import Iterable

from articles.models import Document, Published


def live_rows(documents: Iterable[int], at: dt.datetime) -> dict[int, Published]:
    """By document key."""
    found = Published.objects.live(at).filter(document_id__in=list(documents)).defer("body", "summary")
    return {row.document_id: row for row in found.select_related("version")}


def live_users_of(document: Document, at: dt.datetime) -> list[Published]:
    """The live and scheduled documents that would change, or break, with this one."""
    users = Published.objects.current_and_scheduled(at).filter(parts__part=document.pk).exclude(document=document.pk)
    return list(users.defer("body", "summary").order_by("kind", "title"))


def documents_named(uuids: Iterable[str]) -> dict[str, Document]:
    found = Document.objects.filter(uuid__in=list(uuids)).order_by("pk")
    return {str(document.uuid): document for document in found}
