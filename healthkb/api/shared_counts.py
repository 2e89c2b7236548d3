"""Counts that all processes of one machine raise together: a table of fixed size in a file that each has in memory.

Each process raises a number of its own in a place that all share, and a count is the sum of these: nobody waits for a
lock, and a process that is killed or stopped holds up nobody. Only the first of a count takes a lock.
"""

import fcntl
import hashlib
import mmap
import os
import struct
import threading
import time
from pathlib import Path

PROCESSES = 32  # more than these share numbers, and may then lose one now and then
ROWS, PLACES = 4096, 8  # a row is where a count may stand; when it is full, the smallest gives way
HEAD = struct.Struct("=16sq")  # whose count, and the Unix second when it runs out
NUMBER = struct.Struct("I")
NUMBERS = struct.Struct(f"{PROCESSES}I")
PLACE = HEAD.size + NUMBERS.size
ROW = PLACES * PLACE
SIZE = ROWS * ROW  # 5 MB


class SharedCounts:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._process = 0
        self._file = -1
        self._column = 0
        self._memory: mmap.mmap | None = None

    def increase(self, key: str, seconds: int) -> int:
        """Raises OSError where there can be no such file."""
        whose = hashlib.blake2b(key.encode(), digest_size=16).digest()
        row = int.from_bytes(whose[:4], "big") % ROWS * ROW
        with self._threads:
            memory = self._opened()
            place = memory.find(whose, row, row + ROW)
            if place < 0 or HEAD.unpack_from(memory, place)[1] <= time.time():
                place = self._take(memory, row, whose, seconds)
            # A view writes a number in one piece; a Struct writes zeros first, and others would see them.
            first = (place + HEAD.size) // NUMBER.size
            with memoryview(memory).cast("I") as numbers:
                numbers[first + self._column // NUMBER.size] += 1
                return sum(numbers[first : first + PROCESSES])

    def _opened(self) -> mmap.mmap:
        if self._memory is None or self._process != os.getpid():  # a process that was forked counts for itself
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            os.posix_fallocate(self._file, 0, SIZE)  # a full disk is told here, not when it is written to
            self._memory = mmap.mmap(self._file, SIZE)
            self._process, self._column = os.getpid(), self._free_column() * NUMBER.size
        return self._memory

    def _free_column(self) -> int:
        """Locked until this process ends, whichever way."""
        for column in range(PROCESSES):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, SIZE + column)
            except BlockingIOError:
                continue
            return column
        return os.getpid() % PROCESSES

    def _take(self, memory: mmap.mmap, row: int, whose: bytes, seconds: int) -> int:
        """A place for a new count, by one process at a time."""
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, row)
        try:
            now = time.time()
            place = memory.find(whose, row, row + ROW)  # another process may just have done so
            if place < 0 or HEAD.unpack_from(memory, place)[1] <= now:
                places = range(row, row + ROW, PLACE)
                place = place if place >= 0 else min(places, key=lambda each: _worth(memory, each, now))
                NUMBERS.pack_into(memory, place + HEAD.size, *[0] * PROCESSES)
                HEAD.pack_into(memory, place, whose, int(now) + seconds)
            return place
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, row)


def _worth(memory: mmap.mmap, place: int, now: float) -> int:
    if HEAD.unpack_from(memory, place)[1] <= now:
        return 0
    return sum(NUMBERS.unpack_from(memory, place + HEAD.size))
