"""What the tables say, as Prometheus reads it."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest

from articles.models import DueJob
from healthkb.metrics import stored
from healthkb.metrics.stored import StoredFigures
from healthkb.models import WebhookEndpoint
from healthkb.webhooks.endpoints import add_endpoint
from tests.builders import AT, after, make_cause, make_publisher, publish_now, submit_now
from tests.healthkb.questions.builders import make_question

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def figures(at: dt.datetime) -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(StoredFigures(lambda: at))
    lines = [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def without_gates(found: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in found.items() if "_gate_" not in name}


NOTHING = {
    "healthkb_database_up": 1,
    'healthkb_queue_length{queue="webhooks"}': 0,
    'healthkb_queue_length{queue="reviews"}': 0,
    'healthkb_queue_length{queue="questions"}': 0,
    'healthkb_queue_oldest_seconds{queue="webhooks"}': 0,
    'healthkb_queue_oldest_seconds{queue="reviews"}': 0,
    'healthkb_queue_oldest_seconds{queue="questions"}': 0,
}


def test_an_empty_base() -> None:
    assert figures(AT) == NOTHING


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_published_waits_and_is_overdue(number: int, django_assert_num_queries: Any) -> None:
    endpoint = WebhookEndpoint(name="A", url="https://example.org/")
    add_endpoint(endpoint=endpoint, by=make_publisher(), at=AT)
    for index in range(number):
        publish_now(make_cause(slug=f"cause-{index}", review_interval_months=12))
        submit_now(make_cause(slug=f"waits-{index}"), at=after(60))
        make_question(text=f"Why do my legs twitch at night {index}?", at=after(60))
    DueJob.objects.create(name="reminders", next_at=after(60))
    with django_assert_num_queries(8):
        found = figures(after(60) + HOUR)
    assert endpoint.deliveries.count() == number
    assert without_gates(found) == NOTHING | {
        'healthkb_changes_total{event="publish"}': number,
        'healthkb_queue_length{queue="webhooks"}': number,
        'healthkb_queue_length{queue="reviews"}': number,
        'healthkb_queue_length{queue="questions"}': number,
        'healthkb_queue_oldest_seconds{queue="webhooks"}': 7200,
        'healthkb_queue_oldest_seconds{queue="reviews"}': 3600,
        'healthkb_queue_oldest_seconds{queue="questions"}': 3600,
        'healthkb_job_late_seconds{job="reminders"}': 3600,
        'healthkb_pages{kind="cause"}': number,
        'healthkb_pages_overdue{kind="cause"}': 0,
    }
    assert found['healthkb_gate_runs_total{stage="submit"}'] == 2 * number
    assert found['healthkb_gate_runs_total{stage="publish"}'] == number
    assert figures(AT + dt.timedelta(days=500))['healthkb_pages_overdue{kind="cause"}'] == number


def test_a_database_that_does_not_answer_is_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise DatabaseError("zqhay")

    monkeypatch.setattr(stored, "publishing", fail)
    assert figures(AT) == {"healthkb_database_up": 0}
