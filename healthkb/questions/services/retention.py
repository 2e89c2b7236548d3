"""Deleting what readers wrote, when its time is over. Proven by looking in every table and index (tests)."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from healthkb.questions.models import Answer, Contact, ProblemReport, Question

from .private_status import kept_for


@dataclass(frozen=True, slots=True)
class Erased:
    """``questions`` are gone whole; of ``texts``, what was answered stays without what the reader wrote."""

    questions: int
    texts: int
    reports: int

    def __bool__(self) -> bool:
        return bool(self.questions or self.texts or self.reports)


def erase_expired(*, at: dt.datetime) -> Erased:
    """Unanswered questions whole; of answered ones and of reports, the private words, the address and the link."""
    with transaction.atomic():
        if connection.vendor == "sqlite":
            # Else the words stay readable in the free pages of the file.
            connection.cursor().execute("PRAGMA secure_delete = ON")
        erased = _erase(before=at - kept_for(), at=at)
    if erased:
        _clean_storage()
    return erased


def _erase(*, before: dt.datetime, at: dt.datetime) -> Erased:
    old = Question.objects.filter(asked_at__lte=before)
    Contact.objects.filter(question__in=old.values("pk")).delete()
    is_kept = Q(faq__isnull=False) | Q(pk__in=Answer.objects.values("question"), closed_at=None)
    unanswered = list(old.exclude(is_kept).values_list("pk", flat=True))
    Question.objects.filter(pk__in=unanswered).delete()
    erasing = {"text": "", "token_sha256": None, "message": "", "returned_note": "", "erased_at": at}
    texts = old.filter(is_kept, erased_at=None).update(**erasing)
    reports = ProblemReport.objects.filter(reported_at__lte=before, erased_at=None)
    words = reports.update(text="", reply="", token_sha256=None, erased_at=at)
    return Erased(len(unanswered), texts, words)


def _clean_storage() -> None:
    """Let the database give up what it keeps of deleted rows. Only a database that is busy does so later by itself."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.vendor == "postgresql":
            for model in (Question, Contact, ProblemReport, Answer):
                cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
