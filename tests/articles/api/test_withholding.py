import datetime as dt
import json

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from articles.models import Published
from tests.builders import AT, make_article, make_cause, make_red_flag, publish_now

pytestmark = pytest.mark.django_db
DUE = AT + dt.timedelta(days=365)


def served(client: Client, days: int) -> dict[str, int]:
    """The status of each page, and how many are in each list, so many days after the review was due."""
    with time_machine.travel(DUE + dt.timedelta(days=days), tick=False):
        pages = {
            f"{each.kind} {each.slug}": client.get(f"/api/v1/{each.kind}s/{each.slug}/").status_code
            for each in Published.objects.filter(kind__in=("article", "cause"))
        }
        listed = client.get("/api/v1/articles/").json()["count"]
        exported = b"".join(client.get("/api/v1/export/?type=article"))
    return {**pages, "listed": listed, "exported": len([json.loads(line) for line in exported.splitlines()])}


def publish_three() -> None:
    urgent, calm = make_red_flag(urgency="emergency"), make_red_flag(urgency="soon", action="See a GP.")
    reason = "A clinician agreed that it has none."
    publish_now(
        make_article(slug="urgent", red_flags=[urgent], review_interval_months=12),
        make_article(slug="calm", red_flags=[calm], no_emergency_reason=reason, review_interval_months=12),
        make_cause(slug="salt", review_interval_months=12),
        at=AT,
    )


def test_by_severity_and_by_the_day_without_a_write(client: Client, settings: Settings) -> None:
    publish_three()
    everything = {"article urgent": 200, "article calm": 200, "cause salt": 200, "listed": 2, "exported": 2}
    assert served(client, 4000) == everything
    settings.WITHHOLD_OVERDUE = {"emergency": 30, "any": 400}
    assert served(client, 30) == everything
    assert served(client, 31) == {**everything, "article urgent": 503, "listed": 1, "exported": 1}
    nothing = {"article urgent": 503, "article calm": 503, "cause salt": 503, "listed": 0, "exported": 0}
    assert served(client, 401) == nothing
    assert Published.objects.filter(kind="article").count() == 2


def test_the_answer_says_why(client: Client, settings: Settings) -> None:
    publish_three()
    settings.WITHHOLD_OVERDUE = {"any": 0}
    with time_machine.travel(DUE + dt.timedelta(days=1), tick=False):
        answer = client.get("/api/v1/causes/salt/").json()
    assert answer["detail"].startswith("The review of this page is overdue")
