from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.models import Contributor
from tests.builders import AT, after, make_topic, publish_now
from tests.healthkb.questions.builders import (
    answer,
    assign,
    make_expert,
    make_published,
    make_question,
    make_session,
)

pytestmark = pytest.mark.django_db


def at(client: Client, minutes: int, path: str = "") -> Any:
    with time_machine.travel(after(minutes), tick=False):
        return client.get(f"/api/v1/expert-sessions/{path}").json()


def test_a_session_is_upcoming_open_and_closed_by_the_clock(client: Client) -> None:
    topic = make_topic(slug="legs", title="Legs")
    publish_now(topic)
    expert = make_expert(slug="sam", name="Dr Sam Okoye")
    make_session(slug="s", title="Legs at night", topic=topic, experts=[expert], collects_from=after(10))
    (session,) = at(client, 5)["results"]
    assert session == {
        "slug": "s",
        "lang": "en",
        "title": "Legs at night",
        "summary": "",
        "topic": {"slug": "legs", "name": "Legs"},
        "experts": [{"slug": "sam", "name": "Dr Sam Okoye", "role": "expert", "credentials": "Physiotherapist"}],
        "state": "upcoming",
        "takes_questions": False,
        "collects_from": after(10).isoformat(),
        "starts_at": after(60).isoformat(),
        "ends_at": after(120).isoformat(),
    }
    found = [
        (one["state"], one["takes_questions"])
        for minutes in (10, 59, 60, 119, 120)
        for one in at(client, minutes)["results"]
    ]
    assert found == [("upcoming", True), ("upcoming", True), ("open", False), ("open", False), ("closed", False)]


def test_a_team_of_experts_is_said_to_be_one(client: Client) -> None:
    expert = make_expert(slug="clinic", name="The clinic")
    Contributor.objects.filter(slug="clinic").update(kind="team")
    make_session(slug="s", experts=[expert], collects_from=after(10))
    ((named,),) = [one["experts"] for one in at(client, 5)["results"]]
    assert (named["name"], named["kind"]) == ("The clinic", "team")


def test_sessions_by_state_and_only_announced_ones(client: Client) -> None:
    make_session(slug="early", collects_from=AT, starts_at=after(10), ends_at=after(20))
    make_session(slug="late", collects_from=AT, starts_at=after(100), ends_at=after(120))
    make_session(slug="secret", title="Secret plan", is_announced=False)

    def slugs(query: str) -> list[str]:
        return [each["slug"] for each in at(client, 30, query)["results"]]

    assert [slugs(""), slugs("?state=closed"), slugs("?state=open,upcoming")] == [
        ["early", "late"],
        ["early"],
        ["late"],
    ]
    assert at(client, 30, "secret/")["status"] == 404
    assert at(client, 30, "?state=soon")["errors"][0]["parameter"] == "state"


def test_a_session_shows_the_answers_that_are_published(client: Client) -> None:
    session = make_session(slug="s", collects_from=AT, starts_at=after(10), ends_at=after(20))
    for title in ("Is tea bad?", "Is milk bad?"):
        question = answer(assign(make_question(session=session), public_text=title), at=after(10))
        if "tea" in title:
            make_published(question, at=after(15))
    assert [each["question"] for each in at(client, 30, "s/")["answers"]] == ["Is tea bad?"]


def test_a_cache_keeps_the_list_only_until_the_clock_changes_it(client: Client) -> None:
    make_session(starts_at=after(60))
    with time_machine.travel(after(60).replace(minute=59, hour=9, second=30), tick=False):
        assert client.get("/api/v1/expert-sessions/")["Cache-Control"].startswith("public, max-age=30,")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_a_fixed_number_of_queries(client: Client, count: int, django_assert_num_queries: Any) -> None:
    topic = make_topic()
    for _ in range(count):
        make_session(topic=topic)
    with django_assert_num_queries(4):
        assert len(at(client, 30)["results"]) == count
