from tests.processes.conftest import Environment, run_script


def test_many_people_change_one_cell_at_once_and_only_one_is_saved(throwaway: Environment) -> None:
    assert run_script("tests.processes.imports_at_once", throwaway).split("\n") == [
        "1 saved",
        "5 Causes, cramp, en: someone changed “description” in the meantime. Look at the preview again.",
        "1 edit",
    ]
