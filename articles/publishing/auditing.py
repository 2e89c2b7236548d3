"""Writing the audit log: one entry in the same transaction as what it tells of, so that neither stands alone."""

import datetime as dt
import logging
from functools import partial
from typing import Any

from django.db import models, transaction

from articles.content.canonical import canonical_json, sha256_hex
from articles.content.vocabulary import AuditAction
from articles.models import AuditEntry, AuditHead
from articles.models.people import Person

NOBODY = "Nobody signed in"
log = logging.getLogger("articles.audit")


@transaction.atomic
def audit(
    *,
    action: AuditAction,
    by: Person | None,
    at: dt.datetime,
    subject: models.Model | None = None,
    details: dict[str, Any] | None = None,
    by_name: str = "",
) -> AuditEntry:
    """Add one entry to the log. ``details`` are plain JSON values; never what a reader typed, never a secret."""
    head = AuditHead.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        number=head.number + 1,
        at=at,
        action=AuditAction(action).value,
        by_id=by.pk if by else None,
        by_name=(by_name or (str(by) if by else NOBODY))[:200],
        subject_kind=(subject._meta.model_name or "") if subject else "",
        subject_id=str(subject.pk) if subject else "",
        subject=str(subject)[:500] if subject else "",
        details=canonical_json(details or {}),
        previous_sha256=head.sha256,
    )
    entry.clean_fields(exclude=["by", "sha256"])
    entry.sha256 = hash_of(entry)
    entry.save(force_insert=True)
    head.number, head.sha256 = entry.number, entry.sha256
    head.save()
    transaction.on_commit(partial(_tell, entry.number, entry.sha256))
    return entry


def _tell(number: int, sha256: str) -> None:
    """An anchor for each entry, out of reach of whoever can write to this database."""
    log.info("Entry %s of the audit log: %s", number, sha256, extra={"fields": {"number": number, "sha256": sha256}})


def hash_of(entry: AuditEntry) -> str:
    """Over every column of the entry and the hash of the entry before it."""
    content = {
        "number": entry.number,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "by": entry.by_id,
        "by_name": entry.by_name,
        "subject_kind": entry.subject_kind,
        "subject_id": entry.subject_id,
        "subject": entry.subject,
        "details": entry.details,
        "previous": entry.previous_sha256,
    }
    return sha256_hex(canonical_json(content))
