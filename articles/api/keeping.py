"""What costs much to find, kept by each process until anything that is published changes."""

import datetime as dt
from collections.abc import Callable

from django.db import router
from rest_framework.request import Request

from articles.content.canonical import sha256_hex
from articles.content.kept import Kept
from articles.models.change import PublishingLock
from articles.models.raw_reads import published_stamp

from .caching import CacheableResponse, changes_at, conditional

MOST, MOST_COUNTS = 32_000_000, 2_000_000  # bytes
Key = tuple[object, ...]
Made = tuple[bytes, str, dt.datetime | None]
Counted = tuple[int, dt.datetime | None]

# With the moment at which it was found: what a clock that was ahead has found does not count once it is right again.
_kept: Kept[tuple[Made, dt.datetime, dt.datetime]] = Kept(MOST)
_counts: Kept[tuple[Counted, dt.datetime]] = Kept(MOST_COUNTS)


def kept(request: Request, now: dt.datetime, make: Callable[[], Made]) -> CacheableResponse:
    """What ``make`` gives, a body with its ETag and the moment it changes by itself, or gave to the same question."""
    stamp = published_stamp()
    asked = sha256_hex(request.build_absolute_uri())  # so that nobody can read what was looked for
    place = (router.db_for_read(PublishingLock), asked)
    found = _kept.get(place, stamp)
    if found is None or not found[1] <= now < found[2]:
        made = make()
        answer = _answer(request, made, now)
        if stamp is not None:
            _kept.put(place, (made, now, changes_at(made[2], now)), len(made[0]), stamp)
        return answer
    return _answer(request, found[0], now)


def kept_count(asked: Key, now: dt.datetime, count: Callable[[], Counted]) -> Counted:
    """What ``count`` gives, a number with the moment it changes by itself, or gave when the same was asked."""
    stamp = published_stamp()
    place = (router.db_for_read(PublishingLock), *asked)
    found = _counts.get(place, stamp)
    if found is None or found[1] > now or (found[0][1] and found[0][1] <= now):
        found = count(), now
        if stamp is not None:
            _counts.put(place, found, 0, stamp)
    return found[0]


def _answer(request: Request, made: Made, now: dt.datetime) -> CacheableResponse:
    body, etag, until = made
    return conditional(request, body, etag=etag, now=now, until=until)
