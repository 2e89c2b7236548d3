"""Answers that cost much to make, kept by each process until anything that is published changes."""

import datetime as dt
from collections.abc import Callable

from django.db import router
from rest_framework.request import Request

from articles.content.canonical import sha256_hex
from articles.models.change import PublishingLock

from .caching import CacheableResponse, conditional, holds_until
from .raw_reads import published_stamp

MOST, LARGEST = 500, 65_536  # 32 MB at the very most
Key = tuple[object, ...]
Made = tuple[bytes, str, dt.datetime | None]

_kept: dict[Key, tuple[Made, dt.datetime]] = {}


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


def forget() -> None:
    _kept.clear()


def _answer(request: Request, made: Made, now: dt.datetime) -> CacheableResponse:
    body, etag, until = made
    return conditional(request, body, etag=etag, now=now, until=until)
