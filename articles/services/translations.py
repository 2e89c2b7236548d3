"""Documents in another language: which version they were made from, and how far the source has moved on since."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from articles.content.differences import Differences, differences
from articles.content.vocabulary import AuditAction
from articles.models import Document, Published, Version
from articles.models.people import Person
from articles.publishing import Refused, audit, kind_named, permissions
from articles.publishing.freezing import payload_from

# What a reader in need of help would miss.
URGENT_FIELDS = {"red_flags", "urgency", "action", "safety_net", "no_emergency_reason"}


@dataclass(frozen=True, slots=True)
class Behind:
    """``versions`` is how many the live source is ahead."""

    source: Version
    versions: int
    touched_red_flag: bool

    def __str__(self) -> str:
        count = f"{self.versions} version{'' if self.versions == 1 else 's'}"
        return f"Behind the source by {count}{', and a red flag was touched' if self.touched_red_flag else ''}"


class NotItsSource(Refused):
    pass


@transaction.atomic
def set_source(*, document: Document, source: Version, by: Person, at: dt.datetime) -> None:
    """Say that the text was made from, or brought up to, this version. Raises NotAllowed or NotItsSource."""
    permissions.require(by, permissions.SUBMIT)
    original = source.document
    if (original.kind, original.slug) != (document.kind, document.slug) or original.locale == document.locale:
        raise NotItsSource("A translation is made from the page of the same address in another language.")
    Document.objects.filter(pk=document.pk).update(translated_from=source)
    document.translated_from = source
    details = {"translated_from": f"{original.locale} {source.number}"}
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=document, details=details)


def behind(documents: Iterable[Document], *, at: dt.datetime) -> dict[int, Behind]:
    """By document key: the translations whose live source has moved on since."""
    translated = {each.pk: each.translated_from_id for each in documents if each.translated_from_id}
    if not translated:
        return {}
    made_from = Version.objects.select_related("document").in_bulk(translated.values())
    sources = {version.document_id for version in made_from.values()}
    live = Published.objects.live(at).filter(document__in=sources).select_related("version")
    newest = {row.document_id: row.version for row in live.defer("body", "summary")}
    found = {}
    for key, version in translated.items():
        before, after = made_from[version], newest.get(made_from[version].document_id)
        if after is not None and after.number > before.number:
            found[key] = Behind(after, after.number - before.number, _touched_red_flag(before, after))
    return found


def _touched_red_flag(before: Version, after: Version) -> bool:
    kind = kind_named(before.document.kind)
    found: Differences = differences(payload_from(before, kind), payload_from(after, kind))
    names = {each.field for each in found.fields} | {row.field for row in found.rows}
    return kind.name == "red_flag" or bool(names & URGENT_FIELDS)
