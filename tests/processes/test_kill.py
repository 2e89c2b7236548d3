from tests.processes.conftest import Environment, run_script


def test_a_publish_killed_at_any_database_call_leaves_all_or_nothing(throwaway: Environment) -> None:
    assert int(run_script("tests.processes.kill_publish", throwaway)) > 40
