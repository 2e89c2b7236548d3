"""A backup of a base in use, brought back elsewhere: onto the same kind of database, and onto the other one."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.processes.conftest import ROOT, Environment, _place, run_script

RELEASES = Path(__file__).parent / "releases"


def manage(environment: Environment, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)


def elsewhere(tmp_path: Path, name: str) -> Environment:
    """An empty machine with SQLite, whatever the run uses."""
    folder = tmp_path / name
    folder.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DATABASE_")}
    kept |= {"DJANGO_SETTINGS_MODULE": "tests.processes.media_settings", "VAR_DIR": str(folder)}
    return kept | {"DATABASE_PATH": str(folder / "restored.sqlite3")}


@pytest.mark.skipif("BACKUP_ROUNDS" not in os.environ, reason="Long: set BACKUP_ROUNDS to 1 or more.")
def test_what_is_saved_under_load_comes_back_whole(throwaway: Environment) -> None:
    environment = {**throwaway, "DJANGO_SETTINGS_MODULE": "tests.processes.media_settings"}
    rounds = os.environ["BACKUP_ROUNDS"]
    told = run_script("tests.processes.backup_under_load", environment, patience=120 * int(rounds)).split("\n")
    assert told[-1] == f"{rounds} rounds: 0 missing, 0 torn, 0 faults"


def test_nothing_damaged_and_nothing_in_use_is_restored(tmp_path: Path) -> None:
    old = RELEASES / "0.1.0.zip"
    here = elsewhere(tmp_path, "one")
    assert "is whole" in manage(here, "restore", "--check", str(old)).stdout
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"plain", b"vague") if "version" in name else data)
    refused = manage(here, "restore", str(damaged))
    assert (refused.returncode, "was changed: it does not have its SHA-256" in refused.stderr) == (1, True)
    assert not (tmp_path / "one" / "media").exists()


@pytest.mark.parametrize("release", sorted(path.name for path in RELEASES.glob("*.zip")))
def test_a_backup_of_each_earlier_release_comes_up_to_this_one(tmp_path: Path, release: str) -> None:
    file = RELEASES / release
    here = elsewhere(tmp_path, "new")
    done = manage(here, "restore", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert [manage(here, name).returncode for name in ("recompose", "rebuild_search")] == [0, 0]
    checked = manage(here, "check_integrity")
    assert (checked.returncode, checked.stderr) == (0, "")
    with zipfile.ZipFile(file) as archive:
        rows = json.loads(archive.read("manifest.json"))["rows"]
    again = manage(here, "backup", str(tmp_path / "again.zip"))
    assert again.returncode == 0
    with zipfile.ZipFile(tmp_path / "again.zip") as archive:
        kept = json.loads(archive.read("manifest.json"))["rows"]
    content = [table for table in rows if table.startswith(("articles_", "triage_")) and "audit" not in table]
    assert {table: kept[table] for table in content if table in kept} == {table: rows[table] for table in content}
    refused = manage(here, "restore", str(file))
    assert (refused.returncode, "This database is in use" in refused.stderr) == (1, True)


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="For PostgreSQL; the test above does it on SQLite.")
def test_a_backup_of_sqlite_comes_up_on_postgresql(tmp_path: Path) -> None:
    common = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.processes.media_settings"}
    folder = tmp_path / "place"
    folder.mkdir()
    with _place(common, folder) as empty:
        done = manage(empty, "restore", str(RELEASES / "0.1.0.zip"))
        assert (done.returncode, done.stderr) == (0, "")
        assert [manage(empty, name).returncode for name in ("recompose", "rebuild_search")] == [0, 0]
        checked = manage(empty, "check_integrity")
        assert (checked.returncode, checked.stderr) == (0, "")
