from tests.processes.conftest import Environment, run_script


def test_many_people_change_one_cell_at_once_and_only_one_is_saved(throwaway: Environment) -> None:
    assert run_script("tests.processes.imports_at_once", throwaway).split("\n") == [
        "1 saved",
        "5 Causes, cramp, en: someone changed “description” in the meantime. Look at the preview again.",
        "1 edit",
    ]


def test_two_editors_export_change_and_import_the_whole_base_at_once(throwaway: Environment) -> None:
    """Nobody loses a cell of their own, and of the one that both changed, the second is told."""
    assert run_script("tests.processes.two_workbooks", throwaway).split("\n") == [
        "42 of 42 cells of ann",
        "42 of 42 cells of bob",
        "told of a conflict: 1, and the shared cell is theirs: False",
        "2 imports, 0 documents more",
    ]
