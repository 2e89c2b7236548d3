"""``EDITS=1000`` tries it a thousand times."""

import os

from tests.processes.conftest import Environment, run_script

EDITS = os.environ.get("EDITS", "40")


def test_no_change_of_one_text_by_four_processes_is_lost_unsaid(throwaway: Environment) -> None:
    said = run_script("tests.processes.edits_at_once", throwaway | {"EDITS": EDITS}, patience=3000).split("\n")
    assert said[-1] == "errors: 0, lost: 0, edits: True"
    assert said[0].startswith(f"{EDITS} tries: ")
