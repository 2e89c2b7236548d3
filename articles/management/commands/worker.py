import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from articles.services.jobs import Job, all_jobs, run_if_due

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what falls due: put schedules into the feed, send reminders, read imports. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")
        parser.add_argument("--pause", type=float, default=2.0, help="Seconds between two looks.")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        stop = threading.Event()
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            for job in all_jobs():
                self.work(job)
            if once:
                return
            close_old_connections()
            stop.wait(pause)

    def work(self, job: Job) -> None:
        """A job that fails is logged and tried again after its patience; the others go on."""
        try:
            done = run_if_due(job, clock=timezone.now)
        except Exception:
            log.exception("The job %s failed. It is tried again later.", job.name)
            return
        if done:
            self.stdout.write(f"{job.name}: {done}")
