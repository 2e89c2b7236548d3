"""Back up again and again while another process publishes, and restore each backup onto an empty SQLite file.

Each restored base has to be whole by check_integrity, and hold every document that was live when the backup began,
at the version that it had then or a later one. Prints one line for each round, and what was found in all.
"""

import datetime as dt
import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Published  # noqa: E402
from healthkb.backup import save_backup  # noqa: E402
from tests.builders import edit, make_article, make_cause, make_publisher, publish_now  # noqa: E402

ROUNDS = int(os.environ.get("BACKUP_ROUNDS", "50"))
READ = """
import django; django.setup()
from articles.models import Published
for row in Published.objects.select_related("version"): print(row.uuid, row.version.number)
"""


def write_without_end(cause: Any) -> int:
    connection.close()
    child = os.fork()
    if child:
        return child
    for number in itertools.count():
        now = timezone.now()
        edit(cause, at=now, description=f"Words {number}.")
        publish_now(cause, at=now, change_kind="minor", change_note="Again.")
        publish_now(make_cause(), at=now)
    return 0


def live() -> dict[str, int]:
    rows = Published.objects.select_related("version").defer("body", "summary")
    return {str(row.uuid): row.version.number for row in rows}


def restored(file: Path, folder: Path) -> tuple[dict[str, int], str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    environment |= {"VAR_DIR": str(folder), "DATABASE_PATH": str(folder / "restored.sqlite3")}

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)

    done = run("manage.py", "restore", str(file))
    assert done.returncode == 0, done.stderr
    faults = run("manage.py", "check_integrity").stderr
    lines = run("-c", READ).stdout.splitlines()
    return {line.split()[0]: int(line.split()[1]) for line in lines}, faults


def main() -> None:
    make_publisher()
    start = timezone.now() - dt.timedelta(minutes=5)
    cause = make_cause()
    publish_now(*[make_article(causes=[cause]) for _ in range(5)], at=start)
    default_storage.save("images/one.png", ContentFile(b"one"))
    writer = write_without_end(cause)
    missing = torn = faulty = 0
    try:
        for number in range(ROUNDS):
            with TemporaryDirectory() as folder:
                time.sleep(0.1)
                before = live()
                file = Path(folder) / "backup.zip"
                save_backup(file=file, at=timezone.now())
                found, faults = restored(file, Path(folder))
                missing += len(set(before) - set(found)) + (not (Path(folder) / "media/images/one.png").exists())
                torn += sum(found.get(key, version) < version for key, version in before.items())
                faulty += bool(faults)
                print(f"round {number + 1}: {len(found)} documents {faults}")
    finally:
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
    print(f"{ROUNDS} rounds: {missing} missing, {torn} torn, {faulty} faults")


if __name__ == "__main__":
    main()
