from tests.processes.conftest import Environment, run_script


def test_two_topics_are_not_put_into_one_another_by_two_people_at_once(throwaway: Environment) -> None:
    told = run_script("tests.processes.topics_at_once", throwaway)
    assert told.split("\n") == ["7 times refused and saved", "rings: []"]
