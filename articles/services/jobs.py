"""Work that falls due by the clock. Any app can add a job; the worker does each one in one process at a time."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from articles.models import DueJob

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Job:
    """``run`` takes the clock and returns how much it did. It must be safe to be stopped and begun again.

    ``every`` is how long to wait after it is done; ``patience``, after which a process that has not come back, or said
    ``stay``, is given up and another one begins again.
    """

    name: str
    run: Callable[[Clock], int]
    every: dt.timedelta
    patience: dt.timedelta = dt.timedelta(minutes=10)


_jobs: dict[str, Job] = {}


def register_job(job: Job) -> None:
    _jobs[job.name] = job


def all_jobs() -> list[Job]:
    return list(_jobs.values())


def take(job: Job, *, at: dt.datetime) -> bool:
    """Whether this process is the one that does the job now."""
    DueJob.objects.get_or_create(name=job.name, defaults={"next_at": at})
    # No time further ahead than this was set by a clock that went right.
    longest = max(job.every, job.patience)
    due = DueJob.objects.filter(Q(next_at__lte=at) | Q(next_at__gt=at + longest), name=job.name)
    return bool(due.update(next_at=at + job.patience))


def stay(job: Job, *, at: dt.datetime) -> None:
    """The process that does the job is still at it, so that its patience counts from now."""
    DueJob.objects.filter(name=job.name).update(next_at=at + job.patience)


def run_if_due(job: Job, *, clock: Clock) -> int:
    """How much was done: 0 if it is not due, or if another process has it."""
    if not take(job, at=clock()):
        return 0
    done = job.run(clock)
    DueJob.objects.filter(name=job.name).update(next_at=clock() + job.every)
    return done
