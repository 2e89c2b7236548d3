"""The short form of `make kill-test`."""

import subprocess
import sys
from urllib.parse import urlsplit

from tests.processes.conftest import ROOT, Environment


def test_work_killed_at_random_moments_leaves_no_half_and_is_done_again(migrated: Environment) -> None:
    url = migrated.get("DATABASE_URL", "")
    base = (
        ["--database", url, "--base", urlsplit(url).path.strip("/")] if url else ["--base", migrated["DATABASE_PATH"]]
    )
    works = ["--kills", "4", "--works", "publish,import,schedule,webhooks", "--no-server"]
    command = [sys.executable, "-m", "tests.kill", *works, *base]
    done = subprocess.run(command, cwd=ROOT, env=migrated, capture_output=True, text=True, timeout=500, check=False)
    assert (done.returncode, "4 kills" in done.stdout) == (0, True), done.stdout + done.stderr
