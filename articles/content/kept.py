"""Answers that a process keeps while ``published_stamp`` stays what it was when they were found."""

import threading
from collections.abc import Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Value = TypeVar("Value")
forgetful: WeakSet[Any] = WeakSet()  # everything that has a ``forget``
AROUND = 1000  # bytes for the key and whatever else stands around what is counted


class Kept(Generic[Value]):
    """At most ``most`` bytes; the oldest go first. One answer to each key: that of another stamp makes way for it."""

    def __init__(self, most: int) -> None:
        self.most, self.held = most, 0
        self._found: dict[Hashable, tuple[Value, int, Hashable]] = {}
        self._lock = threading.Lock()
        forgetful.add(self)

    def get(self, key: Hashable, stamp: Hashable = None) -> Value | None:
        found = self._found.get(key)
        return found[0] if found and found[2] == stamp else None

    def put(self, key: Hashable, value: Value, size: int, stamp: Hashable = None) -> None:
        with self._lock:
            self._drop(key)
            self._found[key] = value, size + AROUND, stamp
            self.held += size + AROUND
            while self.held > self.most:
                self._drop(next(iter(self._found)))

    def _drop(self, key: Hashable) -> None:
        _, size, _ = self._found.pop(key, (None, 0, None))
        self.held -= size

    def forget(self) -> None:
        with self._lock:
            self._found.clear()
            self.held = 0

    def __len__(self) -> int:
        return len(self._found)


def forget_all() -> None:
    """For what changes while a process runs only in tests: settings, and stamps that are rolled back."""
    for each in list(forgetful):
        each.forget()
