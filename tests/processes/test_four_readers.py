from tests.processes.conftest import Environment, run_script


def test_the_next_request_on_every_process_sees_what_was_published(throwaway: Environment) -> None:
    assert run_script("tests.processes.four_readers", throwaway).split("\n") == ["each read often: True", "stale: []"]
