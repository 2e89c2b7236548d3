"""Four workers at once over schedules that fall due, reminders and a job that counts. Prints what was done.

SCHEDULES is how many pages fall due.
"""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Change, Reminder, ReviewRequest  # noqa: E402
from articles.publishing import publish  # noqa: E402
from tests.builders import approve_now, edit, make_cause, make_publisher, make_user, publish_now, submit_now  # noqa: E402

WORKERS, SCHEDULES, OVERDUE = 4, int(os.environ.get("SCHEDULES", "4")), 5


def main() -> None:
    now = timezone.now()
    long_ago = now - dt.timedelta(days=400)
    owner = make_user(email="ann@example.org")
    causes = [make_cause() for _ in range(SCHEDULES)]
    overdue = [make_cause(owner=owner, review_interval_months=12) for _ in range(OVERDUE)]
    publish_now(*causes, *overdue, at=long_ago)
    for number, cause in enumerate(causes):
        edit(cause, at=now, description="New words.")
        moment = now + dt.timedelta(seconds=2 + 0.3 * SCHEDULES, milliseconds=number)  # after all have been set
        request = submit_now(cause, at=now, change_note="Scheduled.", change_kind="minor", go_live_at=moment)
        approve_now(request, at=now)
        publish(request=request, by=make_publisher(), at=now)
    mail = settings.VAR_DIR / "mail"
    command = [sys.executable, "manage.py", "worker", "--pause", "0.1"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.processes.mail_settings"}
    workers = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(WORKERS)]
    deadline = timezone.now() + dt.timedelta(seconds=60 + SCHEDULES)
    begun, late, early, seen = timezone.now(), dt.timedelta(), 0, 0
    while ReviewRequest.objects.filter(closed_as="").exists() and timezone.now() < deadline:
        time.sleep(0.2)
        told = Change.objects.filter(reason="Scheduled.", sequence__gt=seen)
        for sequence, at in told.order_by("sequence").values_list("sequence", "at"):
            seen, early = sequence, early + (at > timezone.now())
            late = max(late, timezone.now() - max(at, begun))
    for worker in workers:
        worker.terminate()
    codes = [worker.wait(timeout=30) for worker in workers]
    new = Change.objects.filter(reason="Scheduled.").order_by("sequence")
    sequences = list(Change.objects.values_list("sequence", flat=True).order_by("sequence"))
    print(f"{new.count()} published, {len(set(new.values_list('document')))} documents")
    print(f"no gaps: {sequences == list(range(1, len(sequences) + 1))}")
    print(f"{Reminder.objects.count()} reminders, {len(list(mail.glob('*')))} files of messages")
    print(f"messages: {sum(file.read_text().count('Subject:') for file in mail.glob('*'))}")
    # One that was still starting ends by the signal itself.
    print(f"ended as asked: {set(codes) <= {0, -signal.SIGTERM}}")
    print(f"told before its time: {early}; seconds until the latest of those due while they worked was told:")
    print(round(late.total_seconds(), 1))


if __name__ == "__main__":
    main()
