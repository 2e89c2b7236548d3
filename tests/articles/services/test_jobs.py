import datetime as dt

import pytest

from articles.services.jobs import Clock, Job, run_if_due
from tests.builders import AT

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def clock_at(seconds: int) -> Clock:
    return lambda: AT + seconds * SECOND


def test_a_job_waits_between_two_runs() -> None:
    runs: list[dt.datetime] = []

    def note(clock: Clock) -> int:
        runs.append(clock())
        return 1

    job = Job("test", note, every=10 * SECOND)
    done = [run_if_due(job, clock=clock_at(moment)) for moment in (0, 5, 9, 10, 15, 20)]
    assert (done, runs) == ([1, 0, 0, 1, 0, 1], [AT, AT + 10 * SECOND, AT + 20 * SECOND])


def test_while_one_does_it_no_other_begins() -> None:
    def begin_again(clock: Clock) -> int:
        return 10 + run_if_due(job, clock=clock)

    job = Job("test", begin_again, every=SECOND)
    assert run_if_due(job, clock=lambda: AT) == 10


def test_a_job_whose_process_was_killed_is_begun_again_after_its_patience() -> None:
    def fail(clock: Clock) -> int:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        run_if_due(Job("test", fail, every=SECOND, patience=60 * SECOND), clock=lambda: AT)
    job = Job("test", lambda clock: 1, every=SECOND)
    assert [run_if_due(job, clock=clock_at(wait)) for wait in (1, 59, 60)] == [0, 0, 1]


@pytest.mark.parametrize("days", [1, -1])
def test_a_job_goes_on_when_the_clock_jumps_by_a_day_and_when_it_is_put_right(days: int) -> None:
    job = Job("test", lambda clock: 1, every=5 * SECOND)
    wrong = days * 24 * 60 * 60
    assert [run_if_due(job, clock=clock_at(moment)) for moment in (0, wrong, 10, 12, 15)] == [1, 1, 1, 0, 1]
