"""The one transaction in which anything is submitted, published or withdrawn, one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from articles.models import PublishingLock


@contextmanager
def publishing_transaction() -> Iterator[PublishingLock]:
    """All or nothing, and alone: others wait. Yields the lock row, which also numbers the change feed."""
    with transaction.atomic():
        yield PublishingLock.objects.select_for_update().get(pk=1)
