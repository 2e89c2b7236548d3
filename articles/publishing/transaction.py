"""The one transaction in which anything is submitted, published or withdrawn, one at a time."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from articles.models import PublishingLock

from .settling import settle

# A publish that changes a thousand pages takes seconds, and the next one waits for it rather than fails.
POSTGRESQL_PATIENCE = "SET LOCAL lock_timeout = '30s'; SET LOCAL statement_timeout = '60s'"


def be_patient() -> None:
    """For what writes very much at once, until the transaction ends."""
    if connection.vendor == "postgresql":
        connection.cursor().execute(POSTGRESQL_PATIENCE)


@contextmanager
def publishing_transaction(at: dt.datetime) -> Iterator[PublishingLock]:
    """All or nothing, and alone: others wait. Yields the lock row, which also numbers the change feed.

    What was scheduled for a time before ``at`` is put into the feed first, so that the feed stays in order.
    """
    with transaction.atomic():
        be_patient()
        lock = PublishingLock.objects.select_for_update().get(pk=1)
        settle(lock, at)
        yield lock
