import os

from tests.processes.conftest import Environment, run_script

SCHEDULES = os.environ.get("SCHEDULES", "4")


def test_four_workers_do_each_piece_of_due_work_once(throwaway: Environment) -> None:
    """``SCHEDULES=1000`` lets a thousand pages fall due."""
    told = run_script("tests.processes.four_workers", throwaway | {"SCHEDULES": SCHEDULES}, patience=3000).split("\n")
    print(*told, sep="\n")
    assert [told[0], told[1], told[3], told[4], told[5].partition(";")[0]] == [
        f"{SCHEDULES} published, {SCHEDULES} documents",
        "no gaps: True",
        "messages: 5",
        "ended as asked: True",
        "told before its time: 0",
    ]
    assert "SCHEDULES" not in os.environ or float(told[6]) <= 60
    assert told[2].startswith("5 reminders")
