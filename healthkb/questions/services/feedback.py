"""What readers say of a published document, and what its owner answers."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F

from articles.content.vocabulary import AuditAction
from articles.models import Published
from articles.models.people import Person
from articles.publishing import NotAllowed, Refused, audit
from healthkb.questions.models import Helpfulness, ProblemCategory, ProblemReport, ReportState

from . import rights
from .moderating import WrongState, save_row
from .tokens import new_token


class ReportingClosed(Refused):
    pass


@dataclass(frozen=True, slots=True)
class Reported:
    report: ProblemReport
    token: str


@transaction.atomic
def count_helpfulness(*, published: Published, is_helpful: bool) -> None:
    """Adds one to a count. Nothing about who, and not even when, is kept."""
    row, _ = Helpfulness.objects.get_or_create(document=published.document, version=published.version.number)
    field = "helpful" if is_helpful else "not_helpful"
    Helpfulness.objects.filter(pk=row.pk).update(**{field: F(field) + 1})


@transaction.atomic
def report_problem(*, published: Published, category: str, text: str, at: dt.datetime) -> Reported:
    """Raises ReportingClosed."""
    if ProblemReport.objects.filter(state=ReportState.OPEN).count() >= settings.QUESTIONS_MOST_WAITING:
        raise ReportingClosed("We have more reports than we can read just now. Please try again in a few days.")
    token, token_sha256 = new_token()
    report = ProblemReport.objects.create(
        document=published.document,
        version=published.version.number,
        category=ProblemCategory(category),
        text=text,
        reported_at=at,
        token_sha256=token_sha256,
    )
    return Reported(report, token)


def may_close(report: ProblemReport, person: Person) -> bool:
    """The owner of the document, or a moderator."""
    return (person.is_active and report.document.owner_id == person.pk) or rights.may(person, rights.MODERATE)


@transaction.atomic
def close_report(*, report: ProblemReport, state: str, reply: str, by: Person, at: dt.datetime) -> None:
    """Say what came of it. Raises NotAllowed, WrongState or Refused."""
    report = ProblemReport.objects.select_for_update(of=("self",)).select_related("document").get(pk=report.pk)
    if not may_close(report, by):
        raise NotAllowed("This report is for the owner of the page and for moderators.")
    if report.state != ReportState.OPEN:
        raise WrongState("Somebody has answered this report already.")
    if not reply.strip():
        raise Refused("Write one sentence to the reader: what you changed, or why it stays.")
    report.state, report.reply, report.closed_at = ReportState(state), reply, at
    save_row(report, "state", "reply", "closed_at")
    details = {"did": "closed", "state": report.state}
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=report, details=details)
