"""What the tables say of publishing, checks, work that waits and reviews that are overdue, counted when it is asked."""

import datetime as dt
from collections.abc import Callable, Iterator

from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from articles.models import Change, DueJob, GateResult, GateRun, Published, ReviewRequest
from healthkb.models import WebhookDelivery
from healthkb.questions.models import Question
from healthkb.questions.services.states import UNMODERATED, with_state


class StoredFigures(Collector):
    """In eight queries. A database that does not answer is a figure too."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self.clock = clock

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("healthkb_database_up", "1 while the database answers.")
        at = self.clock()
        try:
            found = [*publishing(), *waiting(at), *reviews(at)]
        except DatabaseError:
            found = []
        up.add_metric([], float(bool(found)))
        yield from [up, *found]


def publishing() -> Iterator[Metric]:
    changes = CounterMetricFamily("healthkb_changes", "Lines of the change feed.", labels=["event"])
    for event, number in Change.objects.values_list("event").annotate(Count("pk")).order_by("event"):
        changes.add_metric([event], number)
    yield changes
    runs = CounterMetricFamily("healthkb_gate_runs", "Versions that the gates looked at.", labels=["stage"])
    for stage, number in GateRun.objects.order_by("stage").values_list("stage").annotate(Count("pk")):
        runs.add_metric([stage], number)
    yield runs
    findings = CounterMetricFamily("healthkb_gate_findings", "What gates found.", labels=["check", "severity"])
    rows = GateResult.objects.order_by("check_id", "severity").values_list("check_id", "severity")
    for check, severity, number in rows.annotate(Count("pk")):
        findings.add_metric([check, severity], number)
    yield findings


def waiting(at: dt.datetime) -> Iterator[Metric]:
    """Of each queue, how much waits and for how long the oldest has. A job waits from the moment it falls due."""
    unmoderated = with_state(Question.objects.filter(closed_at=None), at=at).filter(state__in=UNMODERATED)
    queues = {
        "webhooks": WebhookDelivery.objects.filter(delivered_at=None, given_up_at=None).aggregate(
            number=Count("pk"), oldest=Min("made_at")
        ),
        "reviews": ReviewRequest.objects.filter(closed_as="", scheduled_at=None).aggregate(
            number=Count("pk"), oldest=Min("submitted_at")
        ),
        "questions": unmoderated.aggregate(number=Count("pk"), oldest=Min("asked_at")),
    }
    length = GaugeMetricFamily("healthkb_queue_length", "What waits.", labels=["queue"])
    age = GaugeMetricFamily("healthkb_queue_oldest_seconds", "How long the oldest has waited.", labels=["queue"])
    for queue, row in queues.items():
        length.add_metric([queue], row["number"])
        age.add_metric([queue], seconds_since(row["oldest"], at))
    jobs = GaugeMetricFamily("healthkb_job_late_seconds", "How late a job of the worker is.", labels=["job"])
    for job in DueJob.objects.order_by("name"):
        jobs.add_metric([job.name], seconds_since(job.next_at, at))
    yield from (length, age, jobs)


def reviews(at: dt.datetime) -> Iterator[Metric]:
    today = timezone.localdate(at)
    pages = GaugeMetricFamily("healthkb_pages", "Documents that readers have.", labels=["kind"])
    overdue = GaugeMetricFamily("healthkb_pages_overdue", "Those whose review is overdue.", labels=["kind"])
    rows = Published.objects.live(at).order_by("kind").values_list("kind")
    for kind, number, late in rows.annotate(number=Count("pk"), late=Count("pk", Q(next_review__lt=today))):
        pages.add_metric([kind], number)
        overdue.add_metric([kind], late)
    yield from (pages, overdue)


def seconds_since(moment: dt.datetime | None, at: dt.datetime) -> float:
    return max(0.0, (at - moment).total_seconds()) if moment else 0.0
