"""An earlier version back into the working rows, where it is an ordinary draft."""

import datetime as dt

from articles.content.vocabulary import AuditAction
from articles.models import Document, Version
from articles.models.people import Person

from . import permissions
from .auditing import audit
from .edits import record_edit
from .freezing import payload_from
from .loading import load_payload
from .registry import kind_named
from .transaction import publishing_transaction


def restore(*, version: Version, by: Person, at: dt.datetime) -> None:
    """Write the version's content into the working rows. Readers see nothing of it until it is published."""
    permissions.require(by, permissions.RESTORE)
    kind = kind_named(version.document.kind)
    with publishing_transaction(at):
        Document.objects.select_for_update().get(pk=version.document_id)  # then what is read is the newest
        row = kind.model.objects.get(pk=version.document_id)
        record_edit(document=row, by=by, at=at)
        load_payload(kind, row, payload_from(version, kind))
        details = {"version": version.number, "sha256": version.sha256}
        audit(action=AuditAction.RESTORED, by=by, at=at, subject=row, details=details)
