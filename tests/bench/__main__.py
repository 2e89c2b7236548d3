"""``make bench``: reading measured against the limits and against naive DRF, in one run on one machine.

For each operation all its targets are measured in turn within a round, in another order in each round. Compare the
ratios: what else the machine does falls on all of them. CPU is that of the server, and of PostgreSQL where it is used.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .bases import add_place, loaded
from .loader import WRK, Asked, Load, load, load_once, load_whole
from .plan import Target, plan
from .processes import Server, cpu_seconds, granian, postgres_pid, residents, serving, wait_until_idle

APPLICATIONS = {
    "product": "healthkb.wsgi:application",
    "naive": "tests.bench.applications:django",
    "raw": "tests.bench.applications:raw",
}
PORT = 8840
WARMING = 3  # rounds
BASELINE, LIMIT = "naive DRF", "raw WSGI bytes"


@dataclass(frozen=True)
class Figures:
    operation: str
    target: str
    loads: list[Load]
    cpu: list[float]  # microseconds for one request

    @property
    def per_second(self) -> float:
        return statistics.median(load.per_second for load in self.loads)

    @property
    def microseconds(self) -> float:
        return statistics.median(self.cpu)


def main() -> None:
    asked = arguments()
    lines = [f"{'PostgreSQL' if asked.database else 'SQLite'}, {machine()}, {dt.datetime.now(dt.UTC):%Y-%m-%d}"]
    grown: dict[str, dict[int, float]] = {}
    for size in sorted(asked.sizes):
        environment = loaded(size, asked.folder, asked.database)
        if asked.load_only:
            continue
        figures, notes = measured(size, asked, environment)
        lines += [f"\n{size:,} published articles. {notes}\n", *table(figures)]
        for each in figures:
            if each.target == "HealthKB":
                grown.setdefault(each.operation, {})[size] = each.microseconds
    if not asked.load_only:
        print("\n".join([*lines, "", *growth(grown)]))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000])
    parser.add_argument("--naive-at", type=int, default=10_000, help="size at which naive DRF is measured too")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--only", nargs="+", default=[], help="only operations that start with one of these")
    parser.add_argument("--load-only", action="store_true", help="make the content, which stays, and measure later")
    add_place(parser)
    return parser.parse_args()


def measured(size: int, asked: argparse.Namespace, environment: Mapping[str, str]) -> tuple[list[Figures], str]:
    with ExitStack() as stack:
        servers: dict[str, Server] = {}
        for number, (name, application) in enumerate(APPLICATIONS.items()):
            command, port = granian(application, PORT + number), PORT + number
            servers[name] = stack.enter_context(serving(command, port, environment))
        database = postgres_pid(urlsplit(asked.database).port or 5432) if asked.database else None
        operations = plan(size, servers["product"].url, with_naive=size == asked.naive_at)
        wait_until_idle(servers["product"].pid)  # it begins to read ahead with what the plan asks
        chosen = {
            name: targets
            for name, targets in operations.items()
            if not asked.only or name.startswith(tuple(asked.only))
        }
        figures = [each for name, targets in chosen.items() for each in rounds(name, targets, servers, database, asked)]
        product = servers["product"]
        memory = max(residents(product.pid), default=0.0)
        return figures, f"A worker takes {memory:.0f} MB; the server started in {product.started_in:.1f} s."


def rounds(
    operation: str,
    targets: list[Target],
    servers: Mapping[str, Server],
    database: int | None,
    asked: argparse.Namespace,
) -> Iterator[Figures]:
    found = {each.name: Figures(operation, each.name, [], []) for each in targets}
    unasked = {each.name: warmed(each, servers[each.server]) for each in targets if each.never_twice}
    for number in range(asked.rounds):
        turn = number % len(targets)
        for target in targets[turn:] + targets[:turn]:
            server = servers[target.server]
            roots = [server.pid, *([database] if database else [])]
            if target.documents:
                before = cpu_seconds(roots)
                done = load_whole(server.url, target.asked[0], target.documents, seconds=asked.seconds)
            elif target.never_twice:
                before = cpu_seconds(roots)
                done = load_once(server.url, unasked[target.name], target.never_twice, at_once=target.at_once)
            else:
                load(server.url, target.asked, seconds=1, at_once=target.at_once, seed=0)
                before = cpu_seconds(roots)
                done = load(server.url, target.asked, seconds=asked.seconds, at_once=target.at_once, seed=number + 1)
            found[target.name].loads.append(done)
            found[target.name].cpu.append((cpu_seconds(roots) - before) * 1e6 / max(1, done.requests))
    for figures in found.values():
        errors = sum(each.errors for each in figures.loads)
        print(f"{operation}: {figures.target} {figures.per_second:.0f}/s, {errors} errors", file=sys.stderr)
        yield figures


def warmed(target: Target, server: Server) -> Iterator[Asked]:
    """After some requests by which a process meets many pages for the first time; gives the others."""
    asked = iter(target.asked)
    load_once(server.url, asked, WARMING * target.never_twice, at_once=target.at_once)
    return asked


def table(figures: list[Figures]) -> Iterator[str]:
    yield "| asked for | of | requests/s | × naive DRF | CPU µs | × raw bytes | p50 ms | p99 ms | errors |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|"
    for each in figures:
        of_operation = {other.target: other for other in figures if other.operation == each.operation}
        naive, raw = of_operation.get(BASELINE), of_operation.get(LIMIT)
        times = paired(each.loads, naive.loads) if naive else ""
        limit = f"{each.microseconds / raw.microseconds:.1f}" if raw and raw.microseconds else ""
        errors = sum(load.errors for load in each.loads)
        p50, p99 = (statistics.median(getattr(load, name) for load in each.loads) for name in ("p50", "p99"))
        cells = [each.operation, each.target, f"{each.per_second:,.0f}", times, f"{each.microseconds:,.0f}", limit]
        yield "| " + " | ".join([*cells, f"{p50:.1f}", f"{p99:.1f}", str(errors)]) + " |"


def paired(loads: list[Load], others: list[Load]) -> str:
    """The median of the ratios within each round."""
    ratios = [one.per_second / other.per_second for one, other in zip(loads, others, strict=True) if other.per_second]
    return f"{statistics.median(ratios):.1f}" if ratios else ""


def growth(grown: Mapping[str, Mapping[int, float]]) -> Iterator[str]:
    for operation, by_size in grown.items():
        smallest, largest = min(by_size), max(by_size)
        if smallest < largest and by_size[smallest]:
            times = by_size[largest] / by_size[smallest]
            yield f"- {operation}: {times:.2f} times the CPU from {smallest:,} to {largest:,} articles"


def machine() -> str:
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return (
        f"{names[0] if names else os.uname().machine}, {os.cpu_count()} cores, loaded by {'wrk' if WRK else 'threads'}"
    )


if __name__ == "__main__":
    main()
