"""What a process that serves reads at its start, in the background, so that no reader waits for it.

A page that a process meets for the first time in somebody's search costs that search some 40 µs, and there may be
hundreds of them.
"""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db import Error, connections

from articles.api.plain_requests import Environ, Start
from articles.api.search import OFFERED
from articles.search import read_ahead
from healthkb.replicas import reading_what_is_public


class ReadingAhead:
    """Begins with the first request, so in the process that serves: a server may load all this before it forks."""

    def __init__(self, application: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.application, self.first = application, threading.Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if self.first.acquire(blocking=False):  # and never again
            threading.Thread(target=read, name="reading ahead", daemon=True).start()
        return self.application(environ, start_response)


def read() -> None:
    """Half of the time it does nothing, as requests come first."""
    pieces = read_ahead(OFFERED)
    with suppress(Error):  # a database that is away has other cares: each search reads what it needs
        while True:
            began = time.monotonic()
            with reading_what_is_public():
                if next(pieces, None) is None:
                    break
            time.sleep(time.monotonic() - began)
    connections.close_all()
