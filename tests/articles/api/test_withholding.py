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
        sections = client.get("/api/v1/articles/urgent/sections/").status_code
        looked_up = client.get("/api/v1/lookup/?code=icd-10:R25.2").json()["results"][0]["documents"]
        in_sitemap = client.get("/api/v1/sitemap.xml").content.count(b"<loc>")
        in_feed = client.get("/api/v1/atom.xml").content.count(b"<entry>")
    return {
        **pages,
        "sections": sections,
        "listed": listed,
        "exported": len([json.loads(line) for line in exported.splitlines()]),
        "looked up": len(looked_up),
        "in sitemap": in_sitemap,
        "in feed": in_feed,
    }


def publish_three() -> None:
    urgent, calm = make_red_flag(urgency="emergency"), make_red_flag(urgency="soon", action="See a GP.")
    salt = make_cause(slug="salt", review_interval_months=12)
    salt.codes.create(system="icd-10", code="R25.2", display="Cramp and spasm")
    reason = "A clinician agreed that it has none."
    publish_now(
        make_article(slug="urgent", red_flags=[urgent], review_interval_months=12),
        make_article(slug="calm", red_flags=[calm], no_emergency_reason=reason, review_interval_months=12),
        salt,
        at=AT,
    )


def test_by_severity_and_by_the_day_without_a_write(client: Client, settings: Settings) -> None:
    publish_three()
    everything = {"article urgent": 200, "article calm": 200, "cause salt": 200, "sections": 200}
    everything |= {"listed": 2, "exported": 2, "looked up": 1, "in sitemap": 2, "in feed": 2}
    assert served(client, 4000) == everything
    settings.WITHHOLD_OVERDUE = {"emergency": 30, "any": 400}
    assert served(client, 30) == everything
    in_lists = {"listed": 1, "exported": 1, "in sitemap": 1, "in feed": 1}
    assert served(client, 31) == {**everything, "article urgent": 503, "sections": 503, **in_lists}
    nothing = {name: 503 if status == 200 else 0 for name, status in everything.items()}
    assert served(client, 401) == nothing
    assert Published.objects.filter(kind="article").count() == 2


def test_the_answer_says_why(client: Client, settings: Settings) -> None:
    publish_three()
    settings.WITHHOLD_OVERDUE = {"any": 0}
    with time_machine.travel(DUE + dt.timedelta(days=1), tick=False):
        answer = client.get("/api/v1/causes/salt/").json()
        suggested = client.get("/api/v1/causes/salts/").json()["did_you_mean"]
    assert answer["detail"].startswith("The review of this page is overdue")
    assert suggested == []
