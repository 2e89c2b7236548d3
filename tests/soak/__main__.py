"""``make soak``: people read, edit, import and publish for a long time; then the server is restarted under them.

First they read as fast as they can, to learn what this machine does; then at 70 % of it. Prints how much memory the
processes take each minute. Ends with an error where one answer was wrong, where memory grew by 5 % or more after the
first fifth of the time, or where the data have faults afterwards.
"""

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.processes import ROOT, Server, family, free_port, granian, residents, serving

LOAD, GROWTH = 0.7, 5.0
SAMPLED = 2.0  # seconds between two looks at the memory
Sizes = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--database", default="", help="postgres://…, an empty database; else SQLite")
    parser.add_argument("--readers", type=int, default=6)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    os.environ |= {"VAR_DIR": str(folder), "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "tests.outage.settings"}
    os.environ |= {"DATABASE_URL": asked.database or f"sqlite:///{folder}/base.sqlite3", "PYTHONWARNINGS": "ignore"}
    os.environ |= {"SECOND_STEP": "0", "PROVE_AGAIN_MINUTES": "0", "HTTPS": "0"}
    os.environ |= {"RATE_LIMITS": "search:1000000/min,triage:1000000/min", "LOG_LEVEL": "ERROR"}
    os.environ |= {"SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789"}
    try:
        manage("migrate", "-v0")
        bad = soak(asked, folder)
        for command in ("check_integrity", "verify_audit"):
            bad += [f"{command} finds faults"] * bool(manage(command))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(bad) or "no wrong answer, no fault, and the memory stayed what it was")
    sys.exit(bool(bad))


def manage(*command: str) -> int:
    return subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=False).returncode


def soak(asked: Any, folder: Path) -> list[str]:
    from tests.outage.fill import main as fill

    fill()
    from .people import People

    port, log = free_port(), (folder / "worker.log").open("wb")
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, stdout=log, stderr=log)
    with serving(granian("healthkb.wsgi:application", port), port, {}, ready="/readyz") as server:
        people = People(port, asked.readers)
        people.begin()
        try:
            calibrate(people)
            sizes = watch(people, {"web": server.pid, "worker": worker.pid}, asked.minutes * 60)
            before = len(people.told.wrong)
            restart(server, people)
        finally:
            people.end()
            worker.terminate()
            worker.wait()
    told = people.told
    print(f"{dict(told.done)}; {len(told.wrong)} wrong, {len(told.wrong) - before} of them while restarting")
    return told.wrong[:20] + grown(sizes)


def calibrate(people: Any) -> None:
    time.sleep(10)
    begun = people.told.done["read"]
    time.sleep(15)
    rate = (people.told.done["read"] - begun) / 15
    people.pause = people.readers / (LOAD * rate)
    print(f"{rate:.0f} reads a second at most, {LOAD * rate:.0f} from now on", flush=True)


def watch(people: Any, roots: dict[str, int], seconds: float) -> Sizes:
    sizes: Sizes = {name: [] for name in roots}
    begun = told = time.monotonic()
    while time.monotonic() < begun + seconds:
        time.sleep(SAMPLED)
        for name, root in roots.items():
            sizes[name].append(sum(residents(root)))
        if time.monotonic() > told + 60:
            told = time.monotonic()
            taken = ", ".join(f"{name} {each[-1]:.0f} MB" for name, each in sizes.items())
            done = f"{dict(people.told.done)}, {len(people.told.wrong)} wrong"
            print(f"{(told - begun) / 60:.0f} min: {taken}, {done}", flush=True)
    return sizes


def restart(server: Server, people: Any) -> None:
    """One worker of the web server after the other, while everybody goes on."""
    before = set(family(server.pid))
    os.kill(server.pid, signal.SIGHUP)
    end = time.monotonic() + 120
    while set(family(server.pid)) & before - {server.pid}:
        if time.monotonic() > end:
            people.told.wrong.append("the workers were not replaced")
            break
        time.sleep(0.2)
    print(f"restarted: {sorted(before)} became {sorted(family(server.pid))}", flush=True)
    time.sleep(20)


def grown(sizes: Sizes) -> list[str]:
    """From the first fifth after the first fifth to the last fifth."""
    bad = []
    for name, each in sizes.items():
        fifth = len(each) // 5
        first, last = statistics.median(each[fifth : 2 * fifth]), statistics.median(each[-fifth:])
        growth = 100 * (last / first - 1)
        print(f"{name}: {first:.1f} MB, then {last:.1f} MB: {growth:+.1f} %")
        bad += [f"the memory of {name} grew by {growth:.1f} %"] * (growth >= GROWTH)
    return bad


if __name__ == "__main__":
    main()
