"""All that readers have, composed anew by this release."""

import datetime as dt

from articles.models import Change, Published

from .placing import recompose
from .scheduling import rebuild_schedule
from .storing import write_packed
from .transaction import publishing_transaction

GROUP = 100


def recompose_all(*, at: dt.datetime) -> list[Change]:
    """Every live and scheduled document. The feed tells of those whose bytes differ. All is packed anew."""
    with publishing_transaction(at) as lock:
        documents = Published.objects.live(at).values_list("document", flat=True)
        changes = recompose(list(documents), lock, at)
        rebuild_schedule(at)
        for row in Published.objects.defer("summary").iterator(chunk_size=GROUP):
            write_packed([row])
        return changes
