from tests.processes.conftest import Environment, run_script


def test_three_workers_do_each_piece_of_due_work_once(throwaway: Environment) -> None:
    told = run_script("tests.processes.three_workers", throwaway).split("\n")
    assert [told[0], told[1], told[3], told[4]] == [
        "4 published, 4 documents",
        "no gaps: True",
        "messages: 5",
        "ended as asked: True",
    ]
    assert told[2].startswith("5 reminders")
