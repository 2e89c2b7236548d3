"""How many requests one client may send: counted in fixed windows, by all processes together.

A view says by ``throttle_scope`` which of ``settings.RATE_LIMITS`` counts for it; a view without one, or whose rate is
0, is not limited. They count in Redis where there is one, else in a file of this machine. Loss of either never refuses
or delays anybody: until it is back, the next one counts, at last the memory of each process.
"""

import hmac
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from healthkb.api.keys import key_of
from healthkb.api.shared_counts import SharedCounts
from healthkb.clients import network_of

log = logging.getLogger(__name__)
REST_AFTER_LOSS = 10.0  # seconds without asking what did not answer
Increase = Callable[[str, int], int]  # by its key, and for so many seconds


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one request left of its limit. ``reset`` is in whole seconds from now."""

    scope: str
    limit: int
    window: int
    used: int
    reset: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """Of the IETF draft "RateLimit header fields for HTTP"."""
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"{self.scope}";q={self.limit};w={self.window}',
            "RateLimit": f'"{self.scope}";r={left};t={self.reset}',
        }


class Counters:
    """``places`` are asked in turn, until one answers; the last always does."""

    def __init__(self, places: Sequence[Increase], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._places = places
        self._lost_until = [0.0] * len(places)
        self._monotonic = monotonic

    def increase(self, key: str, seconds: int) -> int:
        for number, place in enumerate(self._places[:-1]):
            if self._monotonic() >= self._lost_until[number]:
                try:
                    return place(key, seconds)
                except Exception as error:  # whatever a cache's client raises
                    self._lost_until[number] = self._monotonic() + REST_AFTER_LOSS
                    log.warning("Limits cannot be counted together as before (%s).", type(error).__name__)
        return self._places[-1](key, seconds)


def _increase(cache: BaseCache, key: str, seconds: int) -> int:
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1


def in_redis(key: str, seconds: int) -> int:
    return _increase(caches["default"], key, seconds)  # each thread has a client of its own


def counters_of(file: Path) -> Counters:
    shared = [in_redis] if settings.REDIS_URL else []
    own = LocMemCache("rate-limits", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
    return Counters([*shared, SharedCounts(file).increase, partial(_increase, own)])


counters = counters_of(settings.RATE_COUNTS)


def count(scope: str, client: str, *, at: float, factor: int = 1) -> Verdict | None:
    """Count one request of ``client`` at this Unix time; None where the scope has no limit."""
    limit, window = settings.RATE_LIMITS.get(scope, (0, 0))
    if not limit:
        return None
    number, elapsed = divmod(int(at), window)
    used = counters.increase(f"rate:{scope}:{number}:{_unreadable(client)}", window)
    return Verdict(scope, limit * factor, window, used, window - elapsed)


def _unreadable(client: str) -> str:
    """Who asked is not to be read in a shared cache."""
    return hmac.digest(settings.SECRET_KEY.encode(), client.encode(), "sha256").hex()[:32]


class ClientThrottle(BaseThrottle):
    """The throttle of every API view. The verdict stays on the request, for the headers."""

    _wait = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        """Raises InvalidKey."""
        scope = getattr(view, "throttle_scope", "")
        if not scope or request.method == "OPTIONS":
            return True
        key = key_of(request._request)
        client, factor = (key.prefix, settings.KEY_RATE_FACTOR) if key else (network_of(request.META), 1)
        verdict = count(scope, client, at=time.time(), factor=factor)
        if verdict is None:
            return True
        request._request.rate_limit = verdict  # type: ignore[attr-defined]
        self._wait = verdict.reset
        return not verdict.is_over

    def wait(self) -> float:
        return self._wait


class RateLimitMiddleware:
    """Tells the limit in answers that are for this client alone; a shared cache must not repeat it to others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "api_key", None) is not None:
            response.headers["Cache-Control"] = response.get("Cache-Control", "no-store").replace("public", "private")
        verdict: Verdict | None = getattr(request, "rate_limit", None)
        if verdict is not None and not response.get("Cache-Control", "").startswith("public"):
            for name, value in verdict.headers.items():
                response.headers[name] = value
        return response
