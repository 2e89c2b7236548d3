from tests.processes.conftest import Environment, run_script


def test_nothing_is_missed_while_others_publish_and_withdraw(throwaway: Environment) -> None:
    assert run_script("tests.processes.feed_under_way", throwaway).split("\n") == [
        "15 changes, in order without gaps: True",
        "3 documents, as live: True",
        "in the outbox: True",
    ]
