"""What a process that serves reads at its start, in the background, so that no reader waits for it.

A page that a process meets for the first time in somebody's search costs that search some 40 µs, and there may be
hundreds of them.
"""

import threading
import time
from contextlib import suppress

from django.db import Error, connections

from articles.api.search import OFFERED
from articles.search import read_ahead
from healthkb.replicas import reading_what_is_public


def begin() -> None:
    threading.Thread(target=read, name="reading ahead", daemon=True).start()


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
