"""Large imports as a job of the worker."""

import datetime as dt

from articles.services.jobs import Clock, Job, register_job, stay

from .batches import work_on_imports


def register_import_job() -> None:
    register_job(_JOB)


def _work(clock: Clock) -> int:
    return work_on_imports(now=clock, stay=lambda: stay(_JOB, at=clock()))


# How long a batch waits after its worker was killed. Beginning one twice does no harm: saving holds a lock, and of two
# previews the later one counts.
_JOB = Job("imports", _work, every=dt.timedelta(seconds=2), patience=dt.timedelta(minutes=2))
