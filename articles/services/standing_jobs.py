"""The jobs of this app."""

import datetime as dt

from django.db.models import Q

from articles.models import Published
from articles.publishing.transaction import publishing_transaction
from articles.search import tidy

from .bulk import work_on_bulk_changes
from .check_summaries import refresh_check_summaries
from .jobs import Clock, Job, register_job
from .reminders import send_reminders


def settle_schedule(clock: Clock) -> int:
    """Put into the feed what readers got by the clock. The next write would do it too: whoever comes first."""
    at = clock()
    due = Published.objects.filter(Q(is_announced=False), live_from__lte=at).count()
    if due:
        with publishing_transaction(at):
            pass
    return due


def remind(clock: Clock) -> int:
    return len(send_reminders(at=clock()))


def tidy_search(clock: Clock) -> int:
    return int(not tidy())


def register_standing_jobs() -> None:
    register_job(Job("schedule", settle_schedule, every=dt.timedelta(seconds=5)))
    register_job(Job("bulk changes", work_on_bulk_changes, every=dt.timedelta(seconds=2)))
    register_job(Job("checks", refresh_check_summaries, every=dt.timedelta(seconds=20)))
    register_job(Job("search index", tidy_search, every=dt.timedelta(minutes=10)))
    register_job(Job("reminders", remind, every=dt.timedelta(hours=1)))
