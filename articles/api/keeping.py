"""What costs much to find, kept by each process until anything that is published changes."""

import datetime as dt
from collections.abc import Callable

from django.db import router
from rest_framework.request import Request

from articles.content.canonical import sha256_hex
from articles.models.change import PublishingLock

from .caching import CacheableResponse, conditional, holds_until
from .raw_reads import published_stamp

MOST, LARGEST = 500, 65_536  # 32 MB at the very most
MOST_COUNTS = 2000
Key = tuple[object, ...]
Made = tuple[bytes, str, dt.datetime | None]
Counted = tuple[int, dt.datetime | None]

_kept: dict[Key, tuple[Made, dt.datetime]] = {}
_counts: dict[Key, Counted] = {}


def kept(request: Request, now: dt.datetime, make: Callable[[], Made]) -> CacheableResponse:
    """What ``make`` gives, a body with its ETag and the moment it changes by itself, or gave to the same question."""
    stamp = published_stamp()
    asked = sha256_hex(request.build_absolute_uri())  # so that nobody can read what was looked for
    place = (stamp, router.db_for_read(PublishingLock), asked)
    found = _kept.get(place)
    if found is None or found[1] <= now:
        made = make()
        answer = _answer(request, made, now)
        if stamp is not None and len(made[0]) <= LARGEST:
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[place] = made, holds_until(answer, now)
        return answer
    return _answer(request, found[0], now)


def kept_count(asked: Key, now: dt.datetime, count: Callable[[], Counted]) -> Counted:
    """What ``count`` gives, a number with the moment it changes by itself, or gave when the same was asked."""
    stamp = published_stamp()
    place = (stamp, router.db_for_read(PublishingLock), *asked)
    found = _counts.get(place)
    if found is None or (found[1] and found[1] <= now):
        found = count()
        if stamp is not None:
            if len(_counts) >= MOST_COUNTS:
                _counts.clear()
            _counts[place] = found
    return found


def forget() -> None:
    _kept.clear()
    _counts.clear()


def _answer(request: Request, made: Made, now: dt.datetime) -> CacheableResponse:
    body, etag, until = made
    return conditional(request, body, etag=etag, now=now, until=until)
