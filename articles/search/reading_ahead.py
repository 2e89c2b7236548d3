"""What search has to know of each published row, read before anybody waits for it."""

from collections.abc import Iterator
from itertools import groupby

from django.db import router
from django.utils import timezone

from articles.models.raw_reads import published_stamp
from articles.models.search import SearchText

from .rows import MOST, OF_EACH, Among

AT_ONCE = 200  # rows: some milliseconds
ROOM = MOST // OF_EACH * 9 // 10  # rows; what is left is for those that are published later


def read_ahead(among: Among) -> Iterator[int]:
    """A piece at a time, the newest first, as far as there is room. Gives how many rows have been read."""
    read, last = 0, None
    while read < ROOM:
        stamp = published_stamp()
        texts = SearchText.objects.using(router.db_for_read(SearchText)).order_by("-pk").values_list("locale", "pk")
        piece = sorted(texts[:AT_ONCE] if last is None else texts.filter(pk__lt=last)[:AT_ONCE])
        if not piece:
            return
        for locale, rows in groupby(piece, key=lambda row: row[0]):
            among.known([key for _, key in rows], locale, timezone.now(), stamp)
        read, last = read + len(piece), min(key for _, key in piece)
        yield read
