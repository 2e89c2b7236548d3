"""Recording what only a person can check."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.content.people_checks import PEOPLE_CHECKS
from articles.content.vocabulary import AuditAction
from articles.models import Document, HumanCheck
from articles.models.people import Person
from articles.publishing.auditing import audit
from articles.publishing.errors import NotAllowed, Refused
from articles.publishing.permissions import REVIEW_CLINICAL, REVIEW_EDITORIAL, SUBMIT, may


class WrongCheck(Refused):
    """The check is not about this, or something about it is missing."""


def record_human_check(
    *,
    check_id: str,
    result: str,
    checked_by: str,
    checked_on: dt.date,
    by: Person,
    at: dt.datetime,
    document: Document | None = None,
    person: Person | None = None,
    passed: bool = True,
) -> HumanCheck:
    """``checked_by`` is who did it, in words; ``by`` is who writes it down. A row is never changed: record it again.

    Raises NotAllowed or WrongCheck.
    """
    if not may_record(by):
        raise NotAllowed("Your account may not record checks. Ask an administrator for the right role.")
    _refuse_wrong(check_id, document, person)
    check = HumanCheck(
        check_id=check_id,
        document=document,
        person=person,
        result=result.strip(),
        passed=passed,
        checked_by=checked_by.strip(),
        checked_on=checked_on,
        recorded_by=by,
        recorded_at=at,
    )
    try:
        check.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise WrongCheck(f"{field.replace('_', ' ')}: {messages[0]}") from error
    with transaction.atomic():
        check.save()
        details = {"check": check_id, "result": check.result, "passed": passed, "checked_by": check.checked_by}
        audit(action=AuditAction.CHECK_RECORDED, by=by, at=at, subject=document or person, details=details)
    return check


def may_record(person: Person) -> bool:
    return any(may(person, permission) for permission in (SUBMIT, REVIEW_EDITORIAL, REVIEW_CLINICAL))


def _refuse_wrong(check_id: str, document: Document | None, person: Person | None) -> None:
    known = PEOPLE_CHECKS.get(check_id)
    if known is None:
        raise WrongCheck(f"There is no check {check_id}. Use one of: {', '.join(PEOPLE_CHECKS)}.")
    if known.kinds and (document is None or document.kind not in known.kinds or person is not None):
        raise WrongCheck(f"{known.name} is about a page. Choose one of: {', '.join(known.kinds)}.")
    if not known.kinds and (person is None or document is not None):
        raise WrongCheck(f"{known.name} is about a person. Choose who.")
