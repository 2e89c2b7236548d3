"""Whether a PostgreSQL database answers, so that nobody waits for one that does not.

A database that is stopped says so at once. One that is frozen says nothing: a connection to it would wait for ever, and
with it a thread of the server. So each web process asks every database four times a second over a connection of its
own. Without an answer for ``DOWN_AFTER`` seconds the database counts as down: connections to it are cut, which wakes up
whoever waits, and new ones are refused at once, until it answers again. Nobody has to do anything for that.
"""

import contextlib
import logging
import os
import socket
import threading
import time
import weakref
from collections.abc import Callable
from typing import Any

UNREADY_AFTER, DOWN_AFTER = 0.8, 1.5  # seconds without an answer
PAUSE = 0.25
log = logging.getLogger(__name__)


class Watch:
    """Of one database, by threads of its own from ``begin`` on. ``ask`` raises if it does not answer."""

    def __init__(self, name: str, ask: Callable[[], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self.name, self.ask, self.clock = name, ask, clock
        self.answered_at = clock()
        self.connections: weakref.WeakSet[Any] = weakref.WeakSet()
        self.was_down = False

    def begin(self) -> None:
        for work in (self._ask, self._cut):
            threading.Thread(target=work, name=f"watch {self.name}", daemon=True).start()

    @property
    def silence(self) -> float:
        return self.clock() - self.answered_at

    @property
    def is_ready(self) -> bool:
        return self.silence < UNREADY_AFTER

    @property
    def is_down(self) -> bool:
        return self.silence >= DOWN_AFTER

    def look(self) -> None:
        """Cuts what waits once the database counts as down, and says when it is back."""
        if self.is_down and not self.was_down:
            log.error("The database %s does not answer. What readers have had is sent from memory.", self.name)
        if self.is_down:
            self.cut()
        elif self.was_down:
            log.warning("The database %s answers again.", self.name)
        self.was_down = self.is_down

    def cut(self) -> None:
        for connection in list(self.connections):
            self.connections.discard(connection)
            with contextlib.suppress(Exception):  # closed already
                end = socket.socket(fileno=os.dup(connection.fileno()))
                with end:
                    end.shutdown(socket.SHUT_RDWR)

    def _ask(self) -> None:
        while True:
            with contextlib.suppress(Exception):  # whatever it is, it was no answer
                self.ask()
                self.answered_at = self.clock()
            time.sleep(PAUSE)

    def _cut(self) -> None:
        while True:
            self.look()
            time.sleep(PAUSE / 2)


class Watches:
    """Of this process. None before ``begin``: a command may wait."""

    def __init__(self) -> None:
        self.has_begun = False
        self._lock = threading.Lock()
        self._found: dict[str, Watch] = {}

    def begin(self) -> None:
        self.has_begun = True

    def of(self, alias: str, ask: Callable[["Watch"], Callable[[], None]] | None = None) -> Watch | None:
        """The watch of this database. It begins with the first connection, so in the process that serves."""
        with self._lock:
            if alias not in self._found and self.has_begun and ask is not None:
                watch = Watch(alias, lambda: None)
                watch.ask = ask(watch)
                self._found[alias] = watch
                watch.begin()
            return self._found.get(alias)


watches = Watches()
