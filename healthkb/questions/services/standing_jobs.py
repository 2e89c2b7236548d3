import datetime as dt

from articles.services.jobs import Clock, Job, register_job

from .retention import erase_expired
from .telling import tell_askers


def erase(clock: Clock) -> int:
    erased = erase_expired(at=clock())
    return erased.questions + erased.texts + erased.reports


def tell(clock: Clock) -> int:
    return tell_askers(at=clock())


def register_question_jobs() -> None:
    register_job(Job("tell readers who asked", tell, every=dt.timedelta(minutes=1)))
    register_job(Job("delete private words of readers", erase, every=dt.timedelta(hours=1)))
