"""How the content is doing, counted for the first page: readability, checks, sources and reviews."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from articles.models import Buffer, Change, CheckSummary, Document, Published, Reference
from articles.models.people import Person

WEEK = dt.timedelta(days=7)
YEAR = dt.timedelta(days=365)
SOON = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Bar:
    """``share`` is in per cent of the whole chart. ``tone``: good, fair or bad; it is never the only sign."""

    name: str
    count: int
    share: int
    tone: str


@dataclass(frozen=True, slots=True)
class Chart:
    name: str
    bars: Sequence[Bar]
    empty: str

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


def content_health(*, at: dt.datetime) -> list[Chart]:
    """In four queries."""
    today = timezone.localdate(at)
    return [
        _readability(),
        _checks(),
        _sources(today),
        _reviews(at, today),
    ]


def published_lately(*, at: dt.datetime, most: int = 10) -> list[Change]:
    """What was published in the last week, each document once, newest first."""
    rows = Change.objects.filter(event="publish", at__gt=at - WEEK).select_related("document", "version")
    newest: dict[Any, Change] = {}
    for row in rows.order_by("-sequence"):
        newest.setdefault(row.document_id, row)
    return list(newest.values())[:most]


def unsaved_by(person: Person) -> list[Buffer]:
    return list(Buffer.objects.filter(by=person).select_related("document").order_by("-kept_at"))


def lately_edited_by(person: Person, *, most: int = 5) -> list[Document]:
    return list(Document.objects.filter(updated_by=person).order_by("-updated_at")[:most])


def _readability() -> Chart:
    grade = "reading_grade"
    found = CheckSummary.objects.aggregate(
        easy=Count("pk", Q(**{f"{grade}__lte": 6})),
        fair=Count("pk", Q(**{f"{grade}__range": (7, 8)})),
        hard=Count("pk", Q(**{f"{grade}__gte": 9})),
    )
    names = (
        ("easy", "Grade 6 or under: easy", "good"),
        ("fair", "Grade 7 or 8", "fair"),
        ("hard", "Grade 9 or over: hard", "bad"),
    )
    return _chart("How hard pages are to read", names, found, "No page has been checked yet. The worker does it.")


def _checks() -> Chart:
    found = CheckSummary.objects.aggregate(
        clean=Count("pk", Q(blocked=0, warnings=0)),
        warn=Count("pk", Q(blocked=0, warnings__gt=0)),
        block=Count("pk", Q(blocked__gt=0)),
    )
    names = (
        ("clean", "Nothing to put right", "good"),
        ("warn", "Please look at", "fair"),
        ("block", "Must be put right", "bad"),
    )
    return _chart("What the checks say", names, found, "No page has been checked yet. The worker does it.")


def _sources(today: dt.date) -> Chart:
    found = Reference.objects.aggregate(
        new=Count("pk", Q(last_checked__gt=today - YEAR)),
        old=Count("pk", Q(last_checked__lte=today - YEAR, last_checked__gt=today - 2 * YEAR)),
        older=Count("pk", Q(last_checked__lte=today - 2 * YEAR) | Q(last_checked=None)),
    )
    names = (
        ("new", "Checked in the last year", "good"),
        ("old", "1 to 2 years ago", "fair"),
        ("older", "Longer ago, or never", "bad"),
    )
    return _chart("When sources were checked", names, found, "There are no sources yet.")


def _reviews(at: dt.datetime, today: dt.date) -> Chart:
    live = Published.objects.live(at)
    found = live.aggregate(
        later=Count("pk", Q(next_review__gt=today + SOON) | Q(next_review=None)),
        soon=Count("pk", Q(next_review__range=(today, today + SOON))),
        overdue=Count("pk", Q(next_review__lt=today)),
    )
    names = (
        ("later", "Later, or no date", "good"),
        ("soon", "In the next 90 days", "fair"),
        ("overdue", "Overdue", "bad"),
    )
    return _chart("When live pages are due for review", names, found, "Nothing is live yet.")


def _chart(name: str, names: Sequence[tuple[str, str, str]], found: dict[str, int], empty: str) -> Chart:
    total = sum(found.values())
    bars = [Bar(words, found[key], round(100 * found[key] / total) if total else 0, tone) for key, words, tone in names]
    return Chart(name, bars, empty)
