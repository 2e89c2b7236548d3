"""All that readers have, composed anew by this release."""

import datetime as dt

from articles.models import Change, Published

from .placing import rebuild_schedule, recompose
from .transaction import publishing_transaction


def recompose_all(*, at: dt.datetime) -> list[Change]:
    """Every live and scheduled document. The feed tells of those whose bytes differ."""
    with publishing_transaction(at) as lock:
        documents = Published.objects.live(at).values_list("document", flat=True)
        changes = recompose(list(documents), lock, at)
        rebuild_schedule(at)
        return changes
