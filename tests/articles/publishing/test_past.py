import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.content.canonical import sha256_hex
from articles.models import Published
from articles.publishing import publish, withdraw
from articles.publishing.past import Address, shown_between, taken_away_before
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_publisher,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db
MOMENT = dt.timedelta(microseconds=1)


def shown_at(at: dt.datetime, document: Any) -> list[bytes]:
    address = Address(document.kind, document.slug, document.locale)
    return [each.body for each in shown_between(at, at + MOMENT, address)]


def served_at(client: Client, at: dt.datetime, document: Any, collection: str) -> bytes:
    with time_machine.travel(at, tick=False):
        return client.get(f"/api/v1/{collection}/{document.slug}/").content


def test_the_bytes_are_those_that_were_served_however_often_it_changed_since(client: Client) -> None:
    cause = make_cause(description="First words.")
    article = make_article(causes=[cause])
    moments = [after(5), after(15), after(25), AT + dt.timedelta(days=365 * 4)]
    served: dict[dt.datetime, bytes] = {}
    publish_now(article, at=AT)
    served[moments[0]] = served_at(client, moments[0], article, "articles")
    edit(cause, at=after(9), description="Second words.")
    publish_now(cause, at=after(10))
    served[moments[1]] = served_at(client, moments[1], article, "articles")
    edit(article, at=after(19), summary="Another summary.")
    publish_now(article, at=after(20))
    for moment in moments[2:]:
        served[moment] = served_at(client, moment, article, "articles")

    assert len({sha256_hex(body) for body in served.values()}) == 4
    assert {at: shown_at(at, article) for at in moments} == {at: [body] for at, body in served.items()}
    assert json.loads(served[moments[3]])["review_status"] == "overdue"
    told = list(shown_between(AT, after(60), Address("cause", cause.slug, "en")))
    assert [each.sha256 for each in told] == [sha256_hex(each.body) for each in told]
    assert len(list(shown_between(AT, after(60), Address("cause")))) == len(told) == 2


def test_a_schedule_is_told_by_the_clock_before_and_after_the_feed_has_it(client: Client) -> None:
    article = make_article(summary="Old words.")
    publish_now(article, at=AT)
    edit(article, at=after(1), summary="New words.")
    request = submit_now(article, at=after(2), go_live_at=after(60))
    approve_now(request, at=after(2))
    publish(request=request, by=make_publisher(), at=after(3))
    moments = [after(59), after(60), after(90)]
    before = [shown_at(at, article) for at in moments]
    assert before == [[served_at(client, at, article, "articles")] for at in moments]
    publish_now(make_cause(), at=after(100))
    assert [shown_at(at, article) for at in moments] == before


def test_a_day_shows_all_that_was_there_in_it_and_a_moment_one() -> None:
    cause = make_cause()
    publish_now(cause, at=AT)
    edit(cause, at=after(9), description="Other words.")
    publish_now(cause, at=after(10))
    address = Address("cause", cause.slug, "en")
    day = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    versions = [each.version for each in shown_between(day, day + dt.timedelta(days=1), address)]
    assert (versions, len(shown_at(after(5), cause)), shown_at(AT - MOMENT, cause)) == ([1, 2], 1, [])


def test_what_was_withdrawn_is_gone_from_that_moment_and_says_why() -> None:
    cause = make_cause()
    publish_now(cause, at=AT)
    body = shown_at(after(5), cause)
    withdraw(document=cause, kind="withdrawn", reason="Not true.", by=make_publisher(), at=after(10))
    address = Address("cause", cause.slug, "en")
    told = taken_away_before(after(10), address)
    assert (shown_at(after(10) - MOMENT, cause), shown_at(after(10), cause)) == (body, [])
    assert (told.reason if told else None, taken_away_before(after(9), address)) == ("Not true.", None)
    assert Published.objects.count() == 0


def test_a_draft_is_never_shown() -> None:
    cause = make_cause()
    submit_now(cause)
    assert list(shown_between(AT, after(60), Address())) == []
