from tests.processes.conftest import Environment, run_script


def test_three_servers_change_over_at_the_moment_and_tell_it_once(throwaway: Environment) -> None:
    assert run_script("tests.processes.three_servers", throwaway).split("\n") == [
        "right to the moment in each process: True",
        "in the feed: 1, with its own moment: True",
    ]
