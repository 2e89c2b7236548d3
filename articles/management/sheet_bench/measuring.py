"""CPU time and memory, of every process that does the work."""

import gc
import os
import resource
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, Self

from django.db import connection, transaction

MIB = 1 << 20
Work = Callable[[], Any]


class Cost(NamedTuple):
    """Seconds of CPU, which other work on the machine changes little.

    ``cpu`` counts this process and those it starts, ``server`` the database's own, where it runs here.
    """

    cpu: float
    server: float

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


class Costs(dict[str, list[Cost]]):
    """For each piece of work, what it took in each round."""

    def ratio(self, one: str, other: str, part: Callable[[Cost], float]) -> float:
        """The median of the rounds, each of which compares what ran next to each other."""
        return median(part(a) / part(b) for a, b in zip(self[one], self[other], strict=True))


def measure(rounds: int, works: Mapping[str, Work], scales: Mapping[str, float] | None = None) -> Costs:
    """Each piece of work once in each round, one after the other. What each writes is undone before the next."""
    if connection.vendor == "postgresql":
        # As autovacuum does within a minute. Without it, how a query is carried out is left to chance.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    costs = Costs({name: [] for name in works})
    for _ in range(rounds):
        for name, work in works.items():
            costs[name].append(_cost(work).times((scales or {}).get(name, 1)))
    return costs


def _cost(work: Work) -> Cost:
    gc.collect()
    with undone():
        started = _now()
        work()
        ended = _now()
    return Cost(*(after - before for before, after in zip(started, ended, strict=True)))


def _now() -> Cost:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(time.process_time() + children.ru_utime + children.ru_stime, _server_seconds())


def _server_seconds() -> float:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone() or [0]
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0


def peak_memory(work: Work) -> tuple[float, float]:
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
