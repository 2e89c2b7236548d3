"""What the checks found in each document, kept beside it so that lists and the first page need not run them."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence

from django.db.models import F, Q

from articles.content.vocabulary import Severity
from articles.models import CheckSummary, Document
from articles.publishing import Problem, fingerprint, oldest_check, overrides_of, page_grade, run_gates
from articles.publishing.freezing import freeze
from articles.publishing.subjects import subjects_of_frozen

from .jobs import Clock

STALE = dt.timedelta(days=1)
MOST_AT_ONCE = 500
GROUP = 50
COLUMNS = ["edit_number", "blocked", "warnings", "notes", "reading_grade", "oldest_reference", "checked_at"]


def summarise_checks(*, documents: Collection[Document], at: dt.datetime) -> None:
    """Run the checks on the working rows of these documents, and keep how they came out."""
    frozen = list(freeze(documents).values())
    subjects = subjects_of_frozen(frozen, at=at)
    problems = run_gates(subjects)
    counts = _counts(problems)
    CheckSummary.objects.bulk_create(
        (
            CheckSummary(
                document_id=each.document.pk,
                edit_number=each.document.edit_number,
                blocked=counts[subject.id, Severity.BLOCK],
                warnings=counts[subject.id, Severity.WARN],
                notes=counts[subject.id, Severity.NOTE],
                reading_grade=page_grade(subject),
                oldest_reference=oldest_check(subject),
                checked_at=at,
            )
            for each, subject in zip(frozen, subjects, strict=True)
        ),
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=COLUMNS,
    )


def _counts(problems: Sequence[Problem]) -> Counter[tuple[str, Severity]]:
    accepted = overrides_of(problems)
    standing = (each for each in problems if each.severity is not Severity.WARN or fingerprint(each) not in accepted)
    return Counter((each.document, each.severity) for each in standing)


def refresh_check_summaries(clock: Clock) -> int:
    """For the worker: those that were edited since, and those of yesterday, as dates pass and sources grow old.

    Some seconds of work at most, as schedules and imports wait for it.
    """
    at = clock()
    stale = Q(check_summary=None) | ~Q(check_summary__edit_number=F("edit_number"))
    stale |= Q(check_summary__checked_at__lt=at - STALE)
    keys = list(Document.objects.filter(stale).order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for start in range(0, len(keys), GROUP):
        summarise_checks(documents=Document.objects.filter(pk__in=keys[start : start + GROUP]), at=clock())
    return len(keys)
