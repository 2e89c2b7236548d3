from tests.processes.conftest import Environment, run_script


def test_many_people_publish_at_once_with_one_winner_and_one_clear_message(throwaway: Environment) -> None:
    assert run_script("tests.processes.two_at_once", throwaway).split("\n") == [
        "7 RequestClosed: This request was already closed",
        "1 published",
        "2 live, 2 changes",
    ]
