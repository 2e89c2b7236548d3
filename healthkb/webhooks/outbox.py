"""Messages are written with the changes that they tell of, in one transaction: neither can stand without the other."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from articles.content.canonical import canonical_json
from articles.content.surrogate_keys import keys_of_change
from articles.models import Change
from articles.publishing import kind_named
from healthkb.models import WebhookDelivery, WebhookEndpoint

GROUP = 100  # changes in one message, so that a correction of a thousand pages is ten messages


def write_outbox(changes: Sequence[Change]) -> None:
    """A listener of the change feed; its changes have sequence numbers without gaps."""
    if not changes:
        return
    endpoints = list(WebhookEndpoint.objects.filter(is_active=True))
    WebhookDelivery.objects.bulk_create(
        delivery_of(endpoint, group)
        for endpoint in endpoints
        for group in (changes[start : start + GROUP] for start in range(0, len(changes), GROUP))
    )


def delivery_of(endpoint: WebhookEndpoint, changes: Sequence[Change]) -> WebhookDelivery:
    first, last, at = changes[0].sequence, changes[-1].sequence, changes[-1].at
    message = f"msg_{first}_{last}"
    return WebhookDelivery(endpoint=endpoint, message=message, first=first, last=last, made_at=at, next_at=at)


def message_body(delivery: WebhookDelivery) -> bytes:
    """The same bytes each time, as rows of the change feed never change."""
    changes: list[Change] = []
    if delivery.first is not None:
        rows = Change.objects.filter(sequence__gte=delivery.first, sequence__lte=delivery.last)
        changes = list(rows.select_related("version").order_by("sequence"))
    body = {
        "type": "content.changed" if changes else "test",
        "timestamp": delivery.made_at.isoformat(timespec="seconds"),
        "data": {"changes": [public_change(each) for each in changes], "surrogate_keys": keys_of(changes)},
    }
    return canonical_json(body).encode()


def keys_of(changes: Iterable[Change]) -> list[str]:
    return sorted({key for change in changes for key in keys_of_change(change.uuid, change.kind)})


def public_change(change: Change) -> dict[str, object]:
    """As in the change feed, with addresses that begin at the server's root."""
    return {
        "sequence": change.sequence,
        "event": change.event,
        "id": str(change.uuid),
        "type": change.kind,
        "slug": change.slug,
        "lang": change.locale,
        "version": change.version.number if change.version else None,
        "at": change.at.isoformat(timespec="seconds"),
        "url": _address(change, change.slug),
        "reason": change.reason,
        "withdrawal_kind": change.withdrawal_kind or None,
        "redirect_to": _address(change, change.redirect_to) if change.redirect_to else None,
    }


def _address(change: Change, slug: str) -> str:
    path = reverse(f"{kind_named(change.kind).name}-detail", kwargs={"slug": slug})
    return f"{path}?lang={change.locale}"
