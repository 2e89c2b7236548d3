"""Telling owners that a review is due: once when it comes near, once when it is past, however often this runs."""

import datetime as dt

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from articles.models import Published, Reminder

SOON = dt.timedelta(days=60)


def send_reminders(*, at: dt.datetime) -> list[Reminder]:
    """Returns those that were sent now. A message that cannot be sent is tried again the next time."""
    today = timezone.localdate(at)
    rows = Published.objects.live(at).filter(next_review__lte=today + SOON, document__owner__is_active=True)
    sent = [_remind(row, today, at) for row in rows.defer("body", "summary").select_related("document__owner")]
    return [each for each in sent if each is not None]


def _remind(row: Published, today: dt.date, at: dt.datetime) -> Reminder | None:
    owner = row.document.owner
    if owner is None or not owner.email or row.next_review is None:
        return None
    reason = Reminder.Reason.OVERDUE if row.next_review < today else Reminder.Reason.DUE
    with transaction.atomic():
        # The row first: of two that run at once, the second waits here and then finds it.
        reminder, is_new = Reminder.objects.get_or_create(
            document=row.document, next_review=row.next_review, reason=reason, defaults={"to": owner, "sent_at": at}
        )
        if not is_new:
            return None
        send_mail(_subject(row, reason), _message(row, reason), settings.DEFAULT_FROM_EMAIL, [owner.email])
        return reminder


def _subject(row: Published, reason: str) -> str:
    return f"Review {'overdue' if reason == Reminder.Reason.OVERDUE else 'due'}: {row.title}"


def _message(row: Published, reason: str) -> str:
    was = "was" if reason == Reminder.Reason.OVERDUE else "is"
    return (
        f"The next review of “{row.title}” {was} due on {row.next_review:%-d %B %Y}.\n\n"
        f"You look after this page ({row.kind}, {row.locale}: {row.slug}). Read it against its sources, change what is "
        "no longer right, and submit it for review, even if no word has to change.\n"
    )
