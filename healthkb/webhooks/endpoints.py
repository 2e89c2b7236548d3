"""Looking after endpoints: adding one, changing its secret, sending a message again."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction

from articles.content.vocabulary import AuditAction
from articles.models.people import Person
from articles.publishing import Refused, audit
from healthkb.models import WebhookDelivery, WebhookEndpoint

from .signing import new_secret

BOTH_LIVE = dt.timedelta(days=1)


class CannotReplay(Refused):
    pass


@transaction.atomic
def add_endpoint(*, endpoint: WebhookEndpoint, by: Person, at: dt.datetime) -> str:
    """Save a new endpoint. Returns its secret, which is shown this once."""
    endpoint.secret = new_secret()
    endpoint.made_by_id, endpoint.made_at = by.pk, at
    endpoint.save(force_insert=True)
    _tell(endpoint, by, at, what="added", url=endpoint.url)
    return endpoint.secret


@transaction.atomic
def change_endpoint(*, endpoint: WebhookEndpoint, changed: Iterable[str], by: Person, at: dt.datetime) -> None:
    if endpoint.is_active:
        endpoint.paused_because = ""
    endpoint.save()
    _tell(endpoint, by, at, what="changed", url=endpoint.url, is_active=endpoint.is_active, fields=sorted(changed))


@transaction.atomic
def replace_secret(*, endpoint: WebhookEndpoint, by: Person, at: dt.datetime) -> str:
    """A new secret. For a day messages are signed with the old one too, so that the receiver can change in its time."""
    row = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    row.secret, row.old_secret, row.old_secret_until = new_secret(), row.secret, at + BOTH_LIVE
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    _tell(row, by, at, what="secret replaced")
    return row.secret


def send_test(*, endpoint: WebhookEndpoint, at: dt.datetime) -> WebhookDelivery:
    """A message without changes, sent by the worker like any other."""
    message = f"msg_test_{uuid.uuid4().hex}"
    return WebhookDelivery.objects.create(endpoint=endpoint, message=message, made_at=at, next_at=at)


@transaction.atomic
def replay(*, deliveries: Iterable[WebhookDelivery], at: dt.datetime) -> int:
    """Send these messages again, with the id they had. Raises CannotReplay while their endpoint is switched off."""
    rows = list(deliveries)
    asleep = sorted({each.endpoint.name for each in rows if not each.endpoint.is_active})
    if asleep:
        raise CannotReplay(f"Switched off: {', '.join(asleep)}. Switch it on, then send the messages again.")
    chosen = WebhookDelivery.objects.filter(pk__in=[each.pk for each in rows])
    return chosen.update(delivered_at=None, given_up_at=None, attempts=0, next_at=at)


def _tell(endpoint: WebhookEndpoint, by: Person, at: dt.datetime, **details: object) -> None:
    audit(action=AuditAction.CHANGED, by=by, at=at, subject=endpoint, details=details)
