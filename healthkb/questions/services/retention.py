"""Deleting what readers wrote, when its time is over. Proven by looking in every table and index (tests)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

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
    before = at - kept_for()
    return _erase(
        Question.objects.filter(asked_at__lte=before), ProblemReport.objects.filter(reported_at__lte=before), at
    )


def take_back_question(*, question: Question, at: dt.datetime) -> None:
    """What its time would do to it, at once, for whoever asked. An answer that experts wrote for all stays."""
    _erase(Question.objects.filter(pk=question.pk), ProblemReport.objects.none(), at)


def _erase(questions: "QuerySet[Any]", reports: "QuerySet[Any]", at: dt.datetime) -> Erased:
    with transaction.atomic():
        if connection.vendor == "sqlite":
            # Else the words stay readable in the free pages of the file.
            connection.cursor().execute("PRAGMA secure_delete = ON")
        erased = Erased(*_erase_questions(questions, at), _erase_reports(reports, at))
    if erased:
        _clean_storage()
    return erased


def _erase_questions(old: "QuerySet[Any]", at: dt.datetime) -> tuple[int, int]:
    Contact.objects.filter(question__in=old.values("pk")).delete()
    is_kept = Q(faq__isnull=False) | Q(pk__in=Answer.objects.values("question"), closed_at=None)
    unanswered = list(old.exclude(is_kept).values_list("pk", flat=True))
    Question.objects.filter(pk__in=unanswered).delete()
    erasing = {"text": "", "token_sha256": None, "message": "", "returned_note": "", "erased_at": at}
    return len(unanswered), old.filter(is_kept, erased_at=None).update(**erasing)


def _erase_reports(old: "QuerySet[Any]", at: dt.datetime) -> int:
    return old.filter(erased_at=None).update(text="", reply="", token_sha256=None, erased_at=at)


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
