"""``make kill-test``: each sort of work is killed with ``kill -9`` at random moments, and looked at afterwards.

After each kill the whole base is checked and the work is begun again as after a restart. Then there has to be what
there would be without the kill: rows, published bytes, messages to webhooks, tables, and no file left over.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(prog="make kill-test", description=__doc__)
    parser.add_argument("--database", default="", help="postgres://…, a server to make databases on; else SQLite")
    parser.add_argument("--kills", type=int, default=104, help="in all, spread evenly over the works")
    parser.add_argument("--works", default="", help="with commas; all if none is named")
    parser.add_argument("--base", default="", help="a migrated database to copy (a file, or a name on that server)")
    parser.add_argument("--no-server", action="store_true", help="do not look how fast a server starts afterwards")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kill-"))
    for name in ("DATABASE_URL", "DATABASE_PATH", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ |= {"VAR_DIR": str(folder), "WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8", "LOG_LEVEL": "ERROR"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "healthkb.settings", "DATABASE_STATEMENT_TIMEOUT": "60s"}
    os.environ["DATABASE_URL" if asked.database else "DATABASE_PATH"] = asked.database or str(folder / "none.sqlite3")
    try:
        sys.exit(kill(asked, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kill(asked: Any, folder: Path) -> int:
    import django

    django.setup()
    from .machine import Machine
    from .place import Place
    from .restarting import start_server
    from .works import WORKS

    works = [work for work in WORKS if not asked.works or work.name in asked.works.split(",")]
    print(f"seed {asked.seed}, {'PostgreSQL' if asked.database else 'SQLite'}", flush=True)
    place = Place(folder)
    machine = Machine(place, asked.seed)
    kills, faults, slowest, begun = 0, 0, 0.0, time.monotonic()
    try:
        place.make("empty", lambda: None)
        if asked.base:
            place.adopt("migrated", asked.base)
        else:
            place.make("migrated", place.migrate)
        for number, work in enumerate(works):
            share = asked.kills // len(works) + (number < asked.kills % len(works))
            found = machine.kill(work, count=share)
            done = "" if work.in_steps else f"{found.all_of_it} of them when all of it was done, "
            again = f"{found.messages_again} messages came twice, " if work.name == "webhooks" else ""
            summary = f"{work.name}: {found.kills} kills, {done}{again}{len(found.faults)} faults"
            print(summary, *found.faults[:20], sep="\n  ", flush=True)
            kills, faults, slowest = kills + found.kills, faults + len(found.faults), max(slowest, found.longest)
        started = (0.0, 0.0) if asked.no_server else start_server(place, works[0], machine)
    finally:
        machine.stop()
        place.remove()
    seconds = time.monotonic() - begun
    print(f"{kills} kills in {seconds:.0f} s: {faults} faults; work was done again within {slowest:.1f} s")
    if not asked.no_server:
        print(f"the server was up again in {started[0]:.1f} s; its processes took {started[1]:.1f} s of processor time")
    return bool(faults)


if __name__ == "__main__":
    main()
