"""Everything the checks have to say about one document, on one page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.content.people_checks import PEOPLE_CHECKS, TRAINING, PeopleCheck
from articles.content.vocabulary import Severity
from articles.models import Document, GateOverride, HumanCheck
from articles.models.people import Person
from articles.publishing import (
    Problem,
    fingerprint,
    gates_for,
    oldest_check,
    overrides_of,
    page_grade,
    run_gates,
    subject_of,
)
from articles.publishing.dates import add_months


@dataclass(frozen=True, slots=True)
class PeopleCheckState:
    """``latest`` is the last time that a person made the check. ``is_due``: never made, failed, or too long ago."""

    check: PeopleCheck
    latest: HumanCheck | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class GateReport:
    """``accepted`` are warnings that somebody let stand, with the reason. ``reading_grade`` is rough: say about."""

    passed: int
    blocked: Sequence[Problem]
    warnings: Sequence[Problem]
    accepted: Sequence[tuple[Problem, GateOverride]]
    notes: Sequence[Problem]
    oldest_reference: dt.date | None
    next_review: dt.date | None
    reading_grade: int | None
    people_checks: Sequence[PeopleCheckState]


def report_on(document: Document, *, at: dt.datetime) -> GateReport:
    """Of the working rows as they stand."""
    subject = subject_of(document, at=at)
    problems = run_gates([subject])
    overrides = overrides_of(problems)
    accepted = [(each, overrides[fingerprint(each)]) for each in problems if fingerprint(each) in overrides]
    standing = [each for each in problems if fingerprint(each) not in overrides]
    return GateReport(
        passed=len(gates_for(document.kind) - {each.check_id for each in problems}),
        blocked=_of(Severity.BLOCK, standing),
        warnings=_of(Severity.WARN, standing),
        accepted=accepted,
        notes=_of(Severity.NOTE, standing),
        oldest_reference=oldest_check(subject),
        next_review=subject.facts.next_review,
        reading_grade=page_grade(subject),
        people_checks=people_checks_of(document, on=timezone.localdate(at)),
    )


def people_checks_of(document: Document, *, on: dt.date) -> list[PeopleCheckState]:
    """Each check by people that this kind of document needs. Only translations need ACC-09."""
    rows = HumanCheck.objects.filter(document=document.pk).order_by("checked_on", "pk")
    latest = {row.check_id: row for row in rows}
    wanted = [check for check in PEOPLE_CHECKS.values() if document.kind in check.kinds]
    if document.locale.split("-")[0] == "en":
        wanted = [check for check in wanted if check.id != "ACC-09"]
    return [_state(check, latest.get(check.id), on) for check in wanted]


def staff_training(*, on: dt.date) -> list[tuple[Person, PeopleCheckState]]:
    """Whether the training of each member of staff holds. Those whose training is due come first."""
    staff = get_user_model()._default_manager.filter(is_active=True, is_staff=True).order_by("username")
    rows = HumanCheck.objects.filter(check_id=TRAINING.id).order_by("checked_on", "pk")
    latest = {row.person_id: row for row in rows}
    states: list[tuple[Any, PeopleCheckState]] = [(each, _state(TRAINING, latest.get(each.pk), on)) for each in staff]
    return sorted(states, key=lambda state: not state[1].is_due)


def _state(check: PeopleCheck, latest: HumanCheck | None, on: dt.date) -> PeopleCheckState:
    too_old = latest is not None and check.months is not None and add_months(latest.checked_on, check.months) < on
    return PeopleCheckState(check, latest, is_due=latest is None or not latest.passed or too_old)


def _of(severity: Severity, problems: Sequence[Problem]) -> list[Problem]:
    return [each for each in problems if each.severity is severity]
