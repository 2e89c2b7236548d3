import os
from pathlib import Path

from tests.processes.conftest import _place, run_script


def test_a_migration_killed_before_it_is_noted_as_done_can_be_begun_again(tmp_path: Path) -> None:
    common = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with _place(common, tmp_path) as empty:
        said = run_script("tests.processes.kill_migration", empty).split("\n")
    assert said == ["killed: True, tables: False", "again: True"]
