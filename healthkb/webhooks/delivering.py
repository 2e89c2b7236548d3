"""Emptying the outbox: at least once, later and later, until it is taken or given up."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from articles.services.jobs import Clock, Job, register_job
from healthkb.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint

from .outbox import message_body
from .sending import Outcome, post
from .signing import headers_for

Post = Callable[[str, bytes, Mapping[str, str]], Outcome]

# After the first attempt, the second, …; when they are used up, the message is given up. Two days and a half in all.
PAUSES = [
    dt.timedelta(seconds=5),
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    *(dt.timedelta(hours=hours) for hours in (2, 5, 10, 18, 24)),
]
LONGEST_PAUSE = dt.timedelta(days=1)
LEASE = dt.timedelta(minutes=2)  # a worker that was killed has not answered by then: the message goes out again
PER_ROUND, SECONDS_PER_ROUND, AT_ONCE = 20, 40.0, 8
GONE = 410
KEPT = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Sent:
    delivery: WebhookDelivery
    outcome: Outcome
    milliseconds: int


def deliver_due(clock: Clock, *, send: Post = post) -> int:
    """One round: every endpoint that has something waiting, side by side, so that a slow one delays only itself.

    Returns how many messages were sent, taken or not.
    """
    queues = [_claim(endpoint, clock()) for endpoint in _endpoints_waiting(clock())]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        jobs = [(queue, [_envelope(each, clock()) for each in queue]) for queue in queues]
        rounds = pool.map(lambda job: _send_in_order(job[0], job[1], send), jobs)
        sent = [each for done in rounds for each in done]
    for each in sent:
        _record(each, at=clock())
    _release(queues, sent, at=clock())
    return len(sent)


def _endpoints_waiting(at: dt.datetime) -> Iterable[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(pk__in=_due(at).values("endpoint"), is_active=True)


def _due(at: dt.datetime) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(next_at__lte=at, delivered_at=None, given_up_at=None)


def _claim(endpoint: WebhookEndpoint, at: dt.datetime) -> list[WebhookDelivery]:
    """Nobody else sends these before the lease is over."""
    found = list(_due(at).filter(endpoint=endpoint).order_by("pk")[:PER_ROUND])
    taken = []
    for each in found:
        if _due(at).filter(pk=each.pk).update(next_at=at + LEASE, attempts=F("attempts") + 1):
            each.attempts += 1
            each.endpoint = endpoint
            taken.append(each)
    return taken


Envelope = tuple[str, bytes, Mapping[str, str]]


def _envelope(delivery: WebhookDelivery, at: dt.datetime) -> Envelope:
    body = message_body(delivery)
    return delivery.endpoint.url, body, headers_for(delivery.message, body, delivery.endpoint.secrets_at(at), at=at)


def _send_in_order(queue: Sequence[WebhookDelivery], envelopes: Sequence[Envelope], send: Post) -> list[Sent]:
    """In a thread of its own, without the database. Ends at the first failure: the rest would likely fail too."""
    started, sent = time.monotonic(), []
    for delivery, envelope in zip(queue, envelopes, strict=True):
        begun = time.monotonic()
        if begun - started > SECONDS_PER_ROUND:
            break
        outcome = send(*envelope)
        sent.append(Sent(delivery, outcome, int((time.monotonic() - begun) * 1000)))
        if not outcome.is_success:
            break
    return sent


@transaction.atomic
def _record(sent: Sent, *, at: dt.datetime) -> None:
    delivery, outcome = sent.delivery, sent.outcome
    WebhookAttempt.objects.create(
        delivery=delivery, at=at, status=outcome.status, error=outcome.error, milliseconds=sent.milliseconds
    )
    if outcome.is_success:
        delivery.delivered_at = at
    elif delivery.attempts > len(PAUSES) or outcome.status == GONE:
        delivery.given_up_at = at
    else:
        asked = dt.timedelta(seconds=outcome.retry_after or 0)
        delivery.next_at = at + min(max(PAUSES[delivery.attempts - 1], asked), LONGEST_PAUSE)
    delivery.save(update_fields=["delivered_at", "given_up_at", "next_at"])
    if outcome.status == GONE:
        because = "The server answered 410: it wants no more messages."
        WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(is_active=False, paused_because=because)


def _release(queues: Iterable[Sequence[WebhookDelivery]], sent: Iterable[Sent], *, at: dt.datetime) -> None:
    """What was claimed but not tried waits for as long as the one before it that failed."""
    tried = {each.delivery.pk: each for each in sent}
    for queue in queues:
        left = [each.pk for each in queue if each.pk not in tried]
        failed = [each for each in queue if each.pk in tried and not tried[each.pk].outcome.is_success]
        next_at = failed[0].next_at if failed else at
        WebhookDelivery.objects.filter(pk__in=left).update(next_at=next_at, attempts=F("attempts") - 1)


def forget_old(clock: Clock) -> int:
    """The log of deliveries is for finding faults, not for ever: the change feed is what is kept."""
    over = WebhookDelivery.objects.exclude(delivered_at=None, given_up_at=None)
    forgotten, _ = over.filter(made_at__lt=clock() - KEPT).delete()
    return forgotten


def register_webhook_jobs() -> None:
    register_job(Job("webhooks", deliver_due, every=dt.timedelta(seconds=2), patience=dt.timedelta(minutes=3)))
    register_job(Job("webhook log", forget_old, every=dt.timedelta(days=1)))
