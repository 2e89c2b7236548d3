"""CPU time and memory, of every process that does the work."""

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

from django.db import connection, transaction

MIB = 1 << 20


class Cost(NamedTuple):
    """Seconds. ``cpu`` counts this process and those it starts, ``server`` the database's own, where it runs here."""

    cpu: float
    server: float
    wall: float

    @property
    def all_cpu(self) -> float:
        return self.cpu + self.server

    def times(self, scale: float) -> Self:
        return type(self)(*(part * scale for part in self))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves no row behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def measure(work: Callable[[], Any]) -> Cost:
    started = _now()
    with transaction.atomic():
        work()
    return Cost(*(after - before for before, after in zip(started, _now(), strict=True)))


def _now() -> Cost:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(time.process_time() + children.ru_utime + children.ru_stime, _server_seconds(), time.perf_counter())


def _server_seconds() -> float:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone() or [0]
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def peak_memory(work: Callable[[], Any]) -> tuple[float, float]:
    """In MiB: how far this process rises above what it has now, and the most that a process it starts has in all."""
    Path("/proc/self/clear_refs").write_text("5")
    before = _high_water(os.getpid())
    children: list[int] = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch_children, args=(children, done))
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    return (_high_water(os.getpid()) - before) / MIB, max(children) / MIB


def _watch_children(peaks: list[int], done: threading.Event) -> None:
    while not done.wait(0.03):
        peaks.extend(_high_water(pid) for pid in _children())


def _children() -> Iterator[int]:
    own = str(os.getpid())
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if stat.read_text().rpartition(") ")[2].split()[1] == own:
                yield int(stat.parent.name)
        except OSError:
            continue


def _high_water(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
