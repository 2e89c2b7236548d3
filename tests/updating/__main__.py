"""``make update-test``: the code of an earlier commit goes on serving readers while this code's migrations run.

The earlier code sets up a base and serves it. Under it this code migrates forward, back to what the earlier code has,
and forward again. Ends with an error where one read was not answered with 200, or where the base after the second way
forward is not to the letter what it was after the first.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.bench.processes import ROOT, free_port, granian, serving

from .dumps import dump
from .reading import readers

APPS = {"articles": "articles", "triage": "triage", "healthkb": "healthkb", "questions": "healthkb/questions"}
LAST = ["git", "log", "-1", "--format=%H^", "--", *(f"{folder}/migrations" for folder in APPS.values())]
STAMP = "UPDATE articles_publishinglock SET published_stamp = "


def main() -> None:
    parser = argparse.ArgumentParser(prog="make update-test", description=__doc__)
    parser.add_argument("--before", default="", help="a commit; else the one before the last migration")
    parser.add_argument("--database", default="", help="postgres://…, an empty database; else SQLite")
    parser.add_argument("--seconds", type=float, default=5, help="how long is read after each step")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="update-"))
    try:
        bad = update(asked, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(bad) or "every read was answered, and the way back and forward changed nothing")
    sys.exit(bool(bad))


def update(asked: Any, folder: Path) -> list[str]:
    before = asked.before or subprocess.run(LAST, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    old = folder / "old"
    old.mkdir()
    tree = subprocess.run(["git", "archive", before], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(old)], input=tree, check=True)
    url = asked.database or f"sqlite:///{folder}/base.sqlite3"
    for name in ("tests/updating/__init__.py", "tests/updating/fill.py", "tests/outage/settings.py"):
        (old / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, old / name)
    os.environ |= {"VAR_DIR": str(folder / "var"), "DATABASE_URL": url, "PYTHONWARNINGS": "ignore", "REDIS_URL": ""}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.outage.settings", "LOG_LEVEL": "ERROR", "HTTPS": "0"}
    os.environ |= {"SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789"}
    os.environ |= {"RATE_LIMITS": "search:1000000/min,triage:1000000/min,export:1000000/min"}
    run(old, "manage.py", "migrate", "-v0")
    run(old, "-m", "tests.updating.fill")
    goals = {app: last_migration(old / place) for app, place in APPS.items()}
    print(f"from {goals} to { {app: last_migration(ROOT / place) for app, place in APPS.items()} }")
    port = free_port()
    with serving(granian("healthkb.wsgi:application", port), port, {}, ready="/readyz", folder=old):
        return migrate_under_readers(port, goals, url, asked.seconds)


def migrate_under_readers(port: int, goals: dict[str, str], url: str, seconds: float) -> list[str]:
    bad, dumps = [], []
    with readers(port, 4) as told:
        for step in ("before", "forward", "back", "forward again"):
            if step == "back":
                for app, name in goals.items():
                    run(ROOT, "manage.py", "migrate", "-v0", app, name)
            elif step != "before":
                run(ROOT, "manage.py", "migrate", "-v0")
            read_anew(url, seconds)
            print(f"{step}: {told.read} read, {told.wrong.total()} not answered", flush=True)
            if step.startswith("forward"):
                dumps.append(dump(url))
    bad += [f"{what}, {count} times" for what, count in told.wrong.items()]
    first, second = dumps
    other = [*(f"gone: {line}" for line in first - second), *(f"new: {line}" for line in second - first)]
    print(f"{first.total()} lines of rules and rows, {len(other)} of them not the same after the way back and forward")
    return bad + [line[:300] for line in other]


def read_anew(url: str, seconds: float) -> None:
    """For this long nothing that a server has kept counts, so that each read asks the database."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Exception):  # busy just now
            say(url, STAMP + "published_stamp + 1")
        time.sleep(0.05)
    say(url, STAMP + "1000000")


def say(url: str, statement: str) -> None:
    if url.startswith("postgres"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as base:
            base.execute(statement)
        return
    import sqlite3

    with sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10) as file:
        file.execute(statement)
    file.close()


def last_migration(folder: Path) -> str:
    return max(path.stem for path in (folder / "migrations").glob("0*.py"))


def run(code: Path, *command: str) -> None:
    subprocess.run([sys.executable, *command], cwd=code, check=True)


if __name__ == "__main__":
    main()
