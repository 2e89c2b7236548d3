from tests.processes.conftest import Environment, run_script


def test_an_import_killed_at_any_database_call_saves_all_or_nothing_and_then_completes(throwaway: Environment) -> None:
    reading, saving = map(int, run_script("tests.processes.kill_import", throwaway).split())
    assert (reading > 5, saving > 10) == (True, True)
