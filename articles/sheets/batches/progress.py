"""How far an import is. Saving is one transaction, which keeps that from everybody until it is over: it is told beside
the database, in the cache that all processes share. Without that cache a save goes on just the same.
"""

import logging
from collections.abc import Callable, Iterable, Iterator

from django.core.cache import caches

from articles.models import ImportBatch
from articles.sheets.columns import CHUNK
from articles.sheets.plan import Change

log = logging.getLogger(__name__)
Watch = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""
_KEPT = 600  # seconds


def note_saved(batch: ImportBatch, seen: int, total: int) -> None:
    try:
        caches["shared"].set(_key(batch), (seen, total), _KEPT)
    except Exception as problem:  # whatever a cache's client raises
        log.warning("The cache does not answer (%s); nobody sees how far the import is.", type(problem).__name__)


def saved_so_far(batch: ImportBatch) -> tuple[int, int]:
    """Rows saved, and of how many. Both 0 if it has not begun, or nobody knows."""
    try:
        seen, total = caches["shared"].get(_key(batch), (0, 0))
    except Exception:
        return 0, 0
    return seen, total


def _key(batch: ImportBatch) -> str:
    return f"import-{batch.uuid}"


def watched(changes: Iterable[Change], batch: ImportBatch, watch: Watch) -> Iterator[Change]:
    total = sum(count["new"] + count["changed"] + count["removed"] for count in batch.counts.values())
    for seen, change in enumerate(changes):
        if seen % CHUNK == 0:
            watch(min(seen, total), total)
        yield change
    watch(total, total)
