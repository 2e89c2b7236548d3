"""Back up again and again while another process publishes, and restore each backup onto an empty SQLite database.

The other one rests while a backup is restored, as history only grows and each round would take longer than the last.
Each restored base has to be whole by check_integrity, and hold every document that was live when the backup began,
at the version that it had then or a later one. With BACKUP_OTHER, the address of an empty database, the last backup
comes up there as well. Prints one line for each round, and what was found in all.
"""

import datetime as dt
import itertools
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Published, Version  # noqa: E402
from healthkb.backup import save_backup  # noqa: E402
from tests.builders import edit, make_article, make_cause, make_publisher, publish_now  # noqa: E402

OTHER = os.environ.get("BACKUP_OTHER", "")
ROUNDS = int(os.environ.get("BACKUP_ROUNDS", "50"))
BESIDE = 200  # articles that stay as they are, so that a backup takes as long as several publishes
RESTORE = """
import sys, django; django.setup()
from django.core.management import call_command
from django.utils import timezone
from articles.models import Published
from articles.services.integrity import check_integrity
call_command("restore", sys.argv[1], stdout=sys.stderr)
for looked in check_integrity(at=timezone.now()):
    for fault in looked.faults: print("fault", fault)
for row in Published.objects.select_related("version"): print(row.uuid, row.version.number)
"""


def write_without_end(cause: Any, is_on: Event) -> int:
    """The process that writes, but only while ``is_on`` is set."""
    connection.close()
    child = os.fork()
    if child:
        return child
    parent = os.getppid()
    for number in itertools.count():
        while not is_on.wait(1) and os.getppid() == parent:
            pass
        if os.getppid() != parent:  # which was killed
            os._exit(0)
        now = timezone.now()
        edit(cause, at=now, description=f"Words {number}.")
        publish_now(cause, at=now, change_kind="minor", change_note="Again.")
        if number % 5 == 0:
            publish_now(make_cause(), at=now)
    return 0


def live() -> dict[str, int]:
    rows = Published.objects.select_related("version").defer("body", "summary")
    return {str(row.uuid): row.version.number for row in rows}


def restored(file: Path, folder: Path, url: str, tables: Path) -> tuple[dict[str, int], str]:
    """The version of each document, and the faults. The first round finds no tables; the others get its empty ones."""
    folder.mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    environment |= {"VAR_DIR": str(folder), "DATABASE_URL": url or f"sqlite:///{folder}/restored.sqlite3"}
    if not url:
        if not tables.exists():
            command = [sys.executable, "manage.py", "migrate", "-v0"]
            subprocess.run(command, env=environment | {"DATABASE_URL": f"sqlite:///{tables}"}, check=True)
        else:
            shutil.copy(tables, folder / "restored.sqlite3")
    command = [sys.executable, "-c", RESTORE, str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    faults = "; ".join(rest for first, rest in lines if first == "fault")
    return {first: int(rest) for first, rest in lines if first != "fault"}, faults


def main() -> None:
    make_publisher()
    start = timezone.now() - dt.timedelta(minutes=5)
    cause = make_cause()
    publish_now(*[make_article(causes=[cause]) for _ in range(5)], *[make_article() for _ in range(BESIDE)], at=start)
    default_storage.save("images/one.png", ContentFile(b"one"))
    is_on = multiprocessing.Event()
    writer = write_without_end(cause, is_on)
    missing = torn = faulty = meanwhile = 0
    tables = Path(tempfile.mkdtemp()) / "tables.sqlite3"
    try:
        for number in range(ROUNDS):
            with TemporaryDirectory() as folder:
                is_on.set()
                time.sleep(0.1)
                before, versions = live(), Version.objects.count()
                file = Path(folder) / "backup.zip"
                save_backup(file=file, at=timezone.now())
                is_on.clear()
                written = Version.objects.count() - versions
                meanwhile += written
                urls = ["", OTHER] if OTHER and number + 1 == ROUNDS else [""]
                for place, url in enumerate(urls):
                    found, faults = restored(file, Path(folder) / str(place), url, tables)
                    picture = Path(folder) / str(place) / "media/images/one.png"
                    missing += len(set(before) - set(found)) + (not picture.exists())
                    torn += sum(found.get(key, version) < version for key, version in before.items())
                    faulty += bool(faults)
                    done = f"{len(found)} documents, {written} versions written meanwhile"
                    print(f"round {number + 1}{' elsewhere' * place}: {done} {faults}", flush=True)
    finally:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        shutil.rmtree(tables.parent)
    assert meanwhile, "Nothing was written while a backup was made."
    print(f"{ROUNDS} rounds: {missing} missing, {torn} torn, {faulty} faults")


if __name__ == "__main__":
    main()
