"""Published documents are read from a replica of the database, while one is known to be fresh enough.

A replica is fresh for ``DATABASE_REPLICA_MAX_LAG`` seconds after the moment at which it had seen every change that the
primary had (``published_stamp`` says so). So nothing that readers get is older than that, whatever breaks: without a
fresh replica, readers get the primary. Everything else, and every write, is the primary's always.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.models.raw_reads import STAMP

PUBLIC = {"published", "publishedfacet", "publishinglock", "searchtext", "searchword"}
PAUSE = 0.5  # seconds between two looks
log = logging.getLogger(__name__)
_chosen: ContextVar[str | None] = ContextVar("replica", default=None)


class Replicas:
    def __init__(self, aliases: list[str], *, bound: float, clock: Callable[[], float] = time.monotonic) -> None:
        start = os.getpid() % len(aliases) if aliases else 0
        self.aliases = aliases[start:] + aliases[:start]  # each process has its own first choice
        self.bound, self.clock = bound, clock
        self._fresh_until = dict.fromkeys(aliases, 0.0)
        self._look_at = 0.0
        self._looking = threading.Lock()

    def choose(self) -> str:
        if not self.aliases:
            return DEFAULT_DB_ALIAS
        if self.clock() >= self._look_at and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        now = self.clock()
        return next((alias for alias in self.aliases if now < self._fresh_until[alias]), DEFAULT_DB_ALIAS)

    def lose(self, alias: str) -> None:
        """It did not answer: the primary answers the rest of this request, and the next look decides anew."""
        if alias != DEFAULT_DB_ALIAS:
            log.warning("The database %s does not answer; readers get another.", alias)
            self._fresh_until[alias] = 0.0
            _chosen.set(DEFAULT_DB_ALIAS)

    def _look(self) -> None:
        began = self.clock()
        self._look_at = began + PAUSE
        newest = _stamp(DEFAULT_DB_ALIAS)
        for alias in self.aliases:
            seen = _stamp(alias)
            if newest is not None and seen is not None and seen >= newest:
                self._fresh_until[alias] = began + self.bound


def _stamp(alias: str) -> int | None:
    connection = connections[alias]
    try:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute(STAMP)
            found = cursor.fetchone()
        return int(found[0]) if found else None
    except Error:
        connection.close()
        return None


replicas = Replicas(
    [alias for alias in settings.DATABASES if alias != DEFAULT_DB_ALIAS], bound=settings.DATABASE_REPLICA_MAX_LAG
)


@contextmanager
def reading_what_is_public() -> Iterator[str]:
    """One database for the whole of a request, so that its parts agree. Gives its alias."""
    if alias := _chosen.get():
        yield alias
        return
    alias = replicas.choose()
    token = _chosen.set(alias)
    try:
        yield alias
    finally:
        _chosen.reset(token)


class PublicReads:
    """The router: what readers get, while a request of theirs is being answered."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return _chosen.get() if model._meta.model_name in PUBLIC else None

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # all of them are copies of one database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class PublicReadsMiddleware:
    """Reads of the public API. Where a replica fails in the middle of one, the primary answers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or not request.path.startswith("/api/v1/"):
            return self.get_response(request)
        with reading_what_is_public() as alias:
            response = self.get_response(request)
            if response.status_code != 503 or alias == DEFAULT_DB_ALIAS or _stamp(alias) is not None:
                return response
            replicas.lose(alias)
            return self.get_response(request)
