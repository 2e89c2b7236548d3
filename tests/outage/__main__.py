"""``make outage-test``: readers, triage and health checks while something is broken.

The database frozen, silent, refusing, restarted, slow or read-only; Redis gone, full or with junk in every key; and,
while somebody publishes and imports, the disk full or read-only and the clock a day ahead or back.

Prints, for each fault, how many warm reads and assessments were answered, how fast the health checks were, how many
times as long as before it answers took, and how long after it all was well again with nobody helping. Ends with an
error for a wrong answer, a 500, or no recovery.
"""

import argparse
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.processes import ROOT, family, free_port, granian, serving
from tests.cluster.parts import PRIMARY, REDIS, Cluster

from .asking import Askers, Told
from .machine import Machine
from .proxy import Proxy

OWN = {"DATABASE_REPLICA_URLS": "", "DJANGO_SETTINGS_MODULE": "tests.outage.settings"}
LIMITS = "search:100000/min,triage:100000/min,feedback:100000/min"
SETTLED = 3.0  # seconds without a fault that count as well again
DAY = 24 * 60 * 60
NO_WRITES = {"disk full", "disk read-only"}
Fault = tuple[str, Callable[[], object], Callable[[], object]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make outage-test", description=__doc__)
    parser.add_argument("--seconds", type=float, default=6, help="how long each fault lasts")
    parser.add_argument("--only", default="", help="names of faults, with commas")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="outage-"))
    folder.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    only = set(filter(None, asked.only.split(",")))
    bad = with_postgresql(folder, asked.seconds, only)
    bad += with_small_disk(folder, asked.seconds, only) + with_machine(folder, asked.seconds, only)
    shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(bad) or "no wrong answer, no 500, and all was well again by itself")
    sys.exit(bool(bad))


def with_postgresql(folder: Path, seconds: float, only: set[str]) -> list[str]:
    if only and all(each.startswith(("disk", "clock")) for each in only):
        return []
    cluster = Cluster(folder)
    (folder / "var").mkdir()
    try:
        cluster.start_primary()
        cluster.start_redis()
        proxy = Proxy(PRIMARY)
        direct = {**cluster.environment, **OWN}
        through = {**direct, "DATABASE_URL": f"postgres://postgres@127.0.0.1:{proxy.port}/healthkb"}
        fill(direct)

        def everyone(how: signal.Signals) -> None:
            postmaster = int((folder / "primary/postmaster.pid").read_text().split()[0])
            for pid in family(postmaster):
                os.kill(pid, how)

        def read_only(value: str) -> None:
            sql(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            sql("SELECT pg_reload_conf()")

        faults: list[Fault] = [
            ("frozen", lambda: everyone(signal.SIGSTOP), lambda: everyone(signal.SIGCONT)),
            ("silent", lambda: setattr(proxy, "is_silent", True), proxy.heal),
            ("refusing", proxy.hang_up, proxy.heal),
            ("restarted", lambda: cluster.pg_ctl("primary", "restart", port=PRIMARY), lambda: None),
            ("slow", lambda: setattr(proxy, "delay", 0.1), proxy.heal),
            ("read-only", lambda: read_only("on"), lambda: read_only("off")),
            ("Redis junk", junk, lambda: None),
            ("Redis full", lambda: redis_memory(1), lambda: redis_memory(0)),
            ("Redis gone", lambda: cluster.kill("redis"), cluster.start_redis),
        ]
        return run("PostgreSQL", through, [each for each in faults if not only or each[0] in only], seconds)
    finally:
        cluster.stop()


def sql(statement: str) -> None:
    import psycopg

    url = f"postgres://postgres@127.0.0.1:{PRIMARY}/healthkb?options=-c%20default_transaction_read_only%3Doff"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def redis_memory(size: int) -> None:
    """At most so many bytes; more are refused. 0 is no limit."""
    import redis

    redis.Redis(port=REDIS).config_set("maxmemory", size)


def junk() -> None:
    """Every key there is, as no program of ours would write it."""
    import redis

    client = redis.Redis(port=REDIS)
    for key in list(client.scan_iter()):
        client.set(key, b"\x80junk")
    for name in (":1:import-1", ":1:junk"):
        client.set(name, b"\xff" * 1000)


def with_small_disk(folder: Path, seconds: float, only: set[str]) -> list[str]:
    disk = folder / "disk"
    disk.mkdir()
    if only and "disk full" not in only:
        return []
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(disk)], check=False).returncode:
        print("SQLite: skipped, as this account may not mount a small disk")
        return []
    try:
        return with_sqlite(disk, [("disk full", lambda: fill_disk(disk), (disk / "full").unlink)], seconds)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def with_machine(folder: Path, seconds: float, only: set[str]) -> list[str]:
    disk = folder / "another"
    disk.mkdir()
    if not Machine.can_be_had():
        print("SQLite: clock and read-only disk are skipped, as they need Linux and a C compiler")
        return []
    machine = Machine(folder, disk)
    faults: list[Fault] = [
        ("disk read-only", lambda: machine.set(is_shut=True), machine.heal),
        ("clock a day ahead", lambda: machine.set(seconds_ahead=DAY), machine.heal),
        ("clock a day back", lambda: machine.set(seconds_ahead=-DAY), machine.heal),
    ]
    faults = [each for each in faults if not only or each[0] in only]
    return with_sqlite(disk, faults, seconds, machine.environment) if faults else []


def with_sqlite(disk: Path, faults: list[Fault], seconds: float, more: Mapping[str, str] | None = None) -> list[str]:
    """Somebody publishes and imports all the while."""
    environment = {**Cluster(disk).environment, **OWN, "REDIS_URL": "", "VAR_DIR": str(disk), **(more or {})}
    environment |= {"DATABASE_URL": f"sqlite:///{disk}/base.sqlite3"}
    told = disk.with_suffix(".written")
    fill(environment)
    with writing(environment, told):
        bad = run("SQLite", environment, faults, seconds)
    names = [name for name, _, _ in faults]
    for command in ("check_integrity", "verify_audit"):
        line = [sys.executable, "manage.py", command]
        done = subprocess.run(line, cwd=ROOT, env={**os.environ, **environment}, check=False)
        bad += [f"{command} finds faults after: {', '.join(names)}"] * bool(done.returncode)
    return bad + lost(told, disk / "base.sqlite3", is_refused=not NO_WRITES.isdisjoint(names))


@contextmanager
def writing(environment: dict[str, str], told: Path) -> Iterator[None]:
    with told.open("w") as output:
        command = [sys.executable, "-m", "tests.outage.writing"]
        writer = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=output)
        try:
            while not told.stat().st_size and writer.poll() is None:
                time.sleep(0.2)
            yield
            assert writer.poll() is None, "whoever publishes and imports has ended with an error"
        finally:
            writer.kill()
            writer.wait()


def lost(told: Path, base: Path, *, is_refused: bool) -> list[str]:
    """What was told as kept and is not there; and that writing never met the fault, or did not go on after it."""
    lines = told.read_text().splitlines()
    refused = [number for number, each in enumerate(lines) if each.startswith("refused")]
    with sqlite3.connect(base) as connection:
        live = connection.execute("SELECT slug FROM articles_published").fetchall()
        written = connection.execute("SELECT slug FROM articles_document WHERE slug LIKE 'import%'").fetchall()
    kept = {slug for (slug,) in [*live, *written]}
    missing = [each for each in lines if not each.startswith("refused") and each not in kept]
    print(f"SQLite: {len(lines) - len(refused)} publishes and imports, {len(refused)} refused, {len(missing)} lost")
    print(*sorted({lines[number] for number in refused}), sep="\n")
    bad = [f"{each} was told as kept and is not there" for each in missing]
    went_on = bool(lines) and not lines[-1].startswith("refused")
    return bad + ["the fault stopped writing for good, or not at all"] * (not went_on or is_refused != bool(refused))


def fill_disk(disk: Path) -> None:
    with (disk / "full").open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return


def fill(environment: dict[str, str]) -> None:
    commands = (
        ["manage.py", "migrate", "-v0"],
        ["-m", "tests.outage.fill"],
    )
    for command in commands:
        subprocess.run([sys.executable, *command], cwd=ROOT, env={**os.environ, **environment}, check=True)


def run(name: str, environment: dict[str, str], faults: list[Fault], seconds: float) -> list[str]:
    port = free_port()
    environment = {
        **environment,
        "PYTHONWARNINGS": "ignore",
        "RATE_LIMITS": "search:100000/min,triage:100000/min,feedback:100000/min",
    }
    bad: list[str] = []
    command = granian("healthkb.wsgi:application", port, workers=1)
    # Each error is written at length; what matters of them is counted here.
    command = ["sh", "-c", 'exec "$@" 2>"$VAR_DIR/server.log"', "sh", *command]
    with serving(command, port, environment, ready="/readyz"):
        warm = ["/api/v1/causes/", *(f"/api/v1/causes/cause-{number}/" for number in range(8)), "/api/v1/articles/"]
        askers = Askers(port, warm, "/api/v1/triage/protocols/leg/assess/")
        time.sleep(seconds)  # all threads of the server have been used
        for fault, begin, end in faults:
            before = askers.phase()
            bad += [f"{name}, before {fault}: {each}" for each in sorted(set(before.wrong))]
            begin()
            time.sleep(seconds)
            told = askers.phase()
            end()
            back = recovered(askers)
            print(f"{name} {fault}: {line(told)}, {slower(before, told)}, well again after {back:.1f} s", flush=True)
            bad += [f"{name} {fault}: {each}" for each in sorted(set(told.wrong))]
            bad += [f"{name} {fault}: not well again"] * (back >= PATIENCE)
        askers.stop()
    return bad


PATIENCE = 60.0


def recovered(askers: Askers) -> float:
    """Seconds until everything was answered for some seconds on end."""
    begun = well = time.monotonic()
    while time.monotonic() - well < SETTLED and time.monotonic() - begun < PATIENCE + SETTLED:
        time.sleep(0.1)
        told = askers.told
        if any(set(counts) - {"200", "201", "302"} for counts in told.statuses.values()):
            askers.phase()
            well = time.monotonic()
    return well - begun


def slower(before: Told, told: Told) -> str:
    """What the fault does to the time that half of all answers keep within."""
    factors = [
        f"{who} {statistics.median(told.waits[who]) / statistics.median(before.waits[who]):.1f}"
        for who in ("warm", "triage", "rest")
        if told.waits.get(who) and before.waits.get(who)
    ]
    return f"times as long as before: {', '.join(factors)}"


def line(told: Told) -> str:
    def most(who: str) -> str:
        waits = sorted(told.waits.get(who, [0.0]))
        return f"{1000 * waits[len(waits) // 2]:.0f} ms (most {1000 * waits[-1]:.0f})"

    rest: Any = dict(told.statuses.get("rest", {}))
    ready = "" if told.unready_after is None else f", not ready after {told.unready_after:.1f} s"
    return (
        f"warm {told.share('warm'):.1f} %, triage {told.share('triage'):.1f} %, alive {told.share('alive'):.0f} % in "
        f"{most('alive')}, readiness in {most('ready')}{ready}, the rest {rest}, "
        f"written {dict(told.statuses.get('write', {}))}"
    )


if __name__ == "__main__":
    main()
