"""Large imports as a job of the worker."""

import datetime as dt

from articles.services.jobs import Job, register_job

from .batches import work_on_imports


def register_import_job() -> None:
    # How long a batch waits after its worker was killed. Beginning one twice does no harm: saving holds a lock.
    patience = dt.timedelta(minutes=2)
    register_job(
        Job("imports", lambda clock: work_on_imports(now=clock), every=dt.timedelta(seconds=2), patience=patience)
    )
