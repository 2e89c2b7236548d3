"""From a publish to a receiver: nothing missed, tried again, given up in the end, sent again when asked."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from articles.content.vocabulary import WithdrawalKind
from articles.models import Change
from articles.publishing import withdraw
from healthkb.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from healthkb.webhooks import (
    CannotReplay,
    Outcome,
    add_endpoint,
    deliver_due,
    message_body,
    replace_secret,
    replay,
    send_test,
)
from healthkb.webhooks.delivering import KEPT, LEASE, PAUSES, forget_old
from healthkb.webhooks.outbox import write_outbox
from healthkb.webhooks.signing import headers_for, new_secret
from tests.articles.api.test_schema import mistakes
from tests.builders import AT, after, make_cause, make_publisher, make_user, publish_now

from .receiver import OK, is_signed, receiving

pytestmark = pytest.mark.django_db
FAIL = Outcome(500)


@pytest.fixture(autouse=True)
def loopback(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]


def an_endpoint(url: str = "https://shop.example/hook", **values: Any) -> WebhookEndpoint:
    endpoint = WebhookEndpoint(name=values.pop("name", "Shop"), url=url, **values)
    add_endpoint(endpoint=endpoint, by=make_user(), at=AT)
    return endpoint


def deliver(*outcomes: Outcome, at: dt.datetime = AT) -> int:
    left = list(outcomes)
    return deliver_due(lambda: at, send=lambda url, body, headers: left.pop(0) if len(left) > 1 else left[0])


def states() -> list[str]:
    rows = WebhookDelivery.objects.order_by("pk")
    return ["delivered" if row.delivered_at else "given up" if row.given_up_at else "waiting" for row in rows]


def test_what_a_receiver_gets_of_a_publish_and_a_withdrawal() -> None:
    cause = make_cause(slug="salt")
    with receiving() as receiver:
        endpoint = an_endpoint(receiver.url)
        publish_now(cause, change_note="First.")
        withdraw(
            document=cause, kind=WithdrawalKind.PUBLISHED_IN_ERROR, reason="Wrong.", by=make_publisher(), at=after(5)
        )
        assert deliver_due(lambda: after(6)) == 2
    headers, body = receiver.requests[1]
    assert is_signed(headers, body, endpoint.secret)
    assert not is_signed(headers, body + b" ", endpoint.secret)
    change = Change.objects.get(event="withdraw")
    assert headers["webhook-id"] == f"msg_{change.sequence}_{change.sequence}"
    assert headers["webhook-timestamp"] == str(int(after(6).timestamp()))
    assert [each["data"]["changes"][0]["event"] for each in receiver.bodies] == ["publish", "withdraw"]
    assert [mistakes(each, "WebhookMessage") for each in receiver.bodies] == [[], []]
    assert receiver.bodies[1] == {
        "type": "content.changed",
        "timestamp": after(5).isoformat(timespec="seconds"),
        "data": {
            "changes": [
                {
                    "sequence": change.sequence,
                    "event": "withdraw",
                    "id": str(cause.uuid),
                    "type": "cause",
                    "slug": "salt",
                    "lang": "en",
                    "version": 1,
                    "at": after(5).isoformat(timespec="seconds"),
                    "url": "/api/v1/causes/salt/?lang=en",
                    "reason": "Wrong.",
                    "withdrawal_kind": "published_in_error",
                    "redirect_to": None,
                }
            ],
            "surrogate_keys": [f"doc-{cause.uuid}", "list-cause", "lists"],
        },
    }


def test_the_check_in_the_documentation_tells_true_from_false() -> None:
    page = (Path(__file__).parents[3] / "docs/webhooks.md").read_text()
    namespace: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], namespace)
    is_genuine, secret, body = namespace["is_genuine"], new_secret(), b"{}"
    now = dt.datetime.now(dt.UTC)
    headers = headers_for("msg_1_1", body, [new_secret(), secret], at=now)
    stale = headers_for("msg_1_1", body, [secret], at=now - dt.timedelta(minutes=6))
    told = [is_genuine(secret, headers, body), is_genuine(secret, headers, b"[]"), is_genuine(secret, stale, body)]
    assert [*told, is_genuine(new_secret(), headers, body)] == [True, False, False, False]


def test_the_message_is_written_with_the_publish_or_not_at_all() -> None:
    an_endpoint()
    with transaction.atomic():
        publish_now(make_cause())
        assert WebhookDelivery.objects.count() == 1
        transaction.set_rollback(True)
    assert WebhookDelivery.objects.count() == 0


def test_nothing_is_written_for_an_endpoint_that_is_off() -> None:
    an_endpoint(is_active=False)
    publish_now(make_cause())
    assert states() == []


def test_a_failure_is_tried_again_later_and_later_and_given_up_in_the_end() -> None:
    an_endpoint()
    publish_now(make_cause())
    now, pauses = AT, []
    while "waiting" in states():
        deliver(FAIL, at=now)
        row = WebhookDelivery.objects.get()
        pauses.append(row.next_at - now)
        assert deliver(FAIL, at=now) == 0  # not before its time
        now = row.next_at
    assert pauses[:-1] == PAUSES
    assert (states(), WebhookAttempt.objects.filter(status=500).count()) == (["given up"], len(PAUSES) + 1)


def test_a_receiver_that_comes_back_gets_what_it_missed_in_order() -> None:
    with receiving(b"HTTP/1.1 503 Down\r\n\r\n", OK) as receiver:
        an_endpoint(receiver.url)
        publish_now(make_cause())
        publish_now(make_cause(), at=after(1))
        assert deliver_due(lambda: after(1)) == 1  # the second would fail too
        assert states() == ["waiting", "waiting"]
        assert deliver_due(lambda: after(2)) == 2
    assert [body["data"]["changes"][0]["sequence"] for body in receiver.bodies] == [1, 1, 2]
    assert receiver.requests[0][0]["webhook-id"] == receiver.requests[1][0]["webhook-id"]
    assert [row.attempts for row in WebhookDelivery.objects.order_by("pk")] == [2, 1]


def test_a_slow_or_broken_receiver_delays_only_itself() -> None:
    an_endpoint("https://broken.example/", name="Broken")
    an_endpoint(name="Well")
    publish_now(make_cause())
    sent: list[str] = []

    def send(url: str, body: bytes, headers: Any) -> Outcome:
        sent.append(url)
        return FAIL if "broken" in url else Outcome(200)

    deliver_due(lambda: AT, send=send)
    assert (sorted(sent), states()) == (
        ["https://broken.example/", "https://shop.example/hook"],
        ["waiting", "delivered"],
    )


@pytest.mark.parametrize(("seconds", "expected"), [(2, 5), (600, 600), (999_999, 86_400)])
def test_a_receiver_may_ask_for_time(seconds: int, expected: int) -> None:
    an_endpoint()
    publish_now(make_cause())
    deliver(Outcome(429, retry_after=seconds))
    assert WebhookDelivery.objects.get().next_at == AT + dt.timedelta(seconds=expected)


def test_a_receiver_that_is_gone_gets_no_more() -> None:
    endpoint = an_endpoint()
    publish_now(make_cause())
    deliver(Outcome(410))
    endpoint.refresh_from_db()
    assert (states(), endpoint.is_active, endpoint.paused_because[:23]) == (
        ["given up"],
        False,
        "The server answered 410",
    )


def test_a_worker_that_was_killed_before_it_heard_the_answer_leaves_the_message_to_the_next() -> None:
    an_endpoint()
    publish_now(make_cause())

    def killed(url: str, body: bytes, headers: Any) -> Outcome:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_due(lambda: AT, send=killed)
    assert deliver(Outcome(200), at=AT + LEASE / 2) == 0
    assert (deliver(Outcome(200), at=AT + LEASE), states()) == (1, ["delivered"])


def test_both_secrets_are_good_for_a_day() -> None:
    with receiving() as receiver:
        endpoint = an_endpoint(receiver.url)
        old = endpoint.secret
        new = replace_secret(endpoint=endpoint, by=make_user(), at=AT)
        for at in (AT, AT + dt.timedelta(hours=23, minutes=59), AT + dt.timedelta(days=1)):
            send_test(endpoint=endpoint, at=at)
            deliver_due(lambda at=at: at)  # type: ignore[misc]
    good = [[is_signed(*request, secret) for secret in (new, old)] for request in receiver.requests]
    assert good == [[True, True], [True, True], [True, False]]
    assert receiver.bodies[0] == {
        "type": "test",
        "timestamp": AT.isoformat(timespec="seconds"),
        "data": {"changes": [], "surrogate_keys": []},
    }


def test_what_was_given_up_can_be_sent_again_with_its_own_id() -> None:
    endpoint = an_endpoint()
    publish_now(make_cause())
    deliver(Outcome(410))
    row = WebhookDelivery.objects.select_related("endpoint").get()
    before = (row.message, message_body(row))
    with pytest.raises(CannotReplay, match="Switched off: Shop"):
        replay(deliveries=[row], at=after(1))
    WebhookEndpoint.objects.update(is_active=True)
    row.endpoint.refresh_from_db()
    assert (replay(deliveries=[row], at=after(1)), deliver(Outcome(200), at=after(1)), states()) == (
        1,
        1,
        ["delivered"],
    )
    row.refresh_from_db()
    assert (row.message, message_body(row)) == before
    assert endpoint.deliveries.count() == 1


def test_a_correction_of_very_many_pages_is_few_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healthkb.webhooks.outbox.GROUP", 2)
    an_endpoint()
    publish_now(*(make_cause() for _ in range(5)))
    rows = WebhookDelivery.objects.order_by("first")
    assert [(row.first, row.last) for row in rows] == [(1, 2), (3, 4), (5, 5)]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_publish_do_not_grow_with_what_is_sent(count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        an_endpoint(name=f"Shop {number}")
    changes = publish_now(*(make_cause() for _ in range(count)))
    WebhookDelivery.objects.all().delete()
    with django_assert_num_queries(2):
        write_outbox(changes)


def test_the_log_is_kept_for_a_season_and_what_waits_for_as_long_as_it_waits() -> None:
    an_endpoint()
    publish_now(make_cause())
    deliver(Outcome(200))
    publish_now(make_cause(), at=after(1))
    assert forget_old(lambda: AT + KEPT - dt.timedelta(days=1)) == 0
    forget_old(lambda: AT + KEPT + dt.timedelta(days=1))
    assert states() == ["waiting"]
