"""Large imports as a job of the worker."""

import datetime as dt

from articles.services.jobs import Job, register_job

from .batches import work_on_imports


def register_import_job() -> None:
    patience = dt.timedelta(minutes=30)
    register_job(
        Job("imports", lambda clock: work_on_imports(now=clock), every=dt.timedelta(seconds=2), patience=patience)
    )
