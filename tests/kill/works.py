"""What is killed: each work with the base it is done on, and how a restarted process does it again."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from articles.models import BulkChange, DueJob, ImportBatch, Release, ReviewRequest
from articles.publishing import make_release, publish, publish_release
from articles.services.bulk import begin_bulk_change
from articles.services.jobs import all_jobs
from articles.sheets.batches import ask_to_confirm, confirm, undo, uploading, work_on_imports
from healthkb.backup.archive import reading
from healthkb.backup.restoring import _make_tables, _restore_pictures, _restore_rows
from healthkb.models import User, WebhookEndpoint
from healthkb.webhooks import add_endpoint, send_test
from tests.articles.sheets.builders import upload_now, workbook
from tests.builders import (
    approve_now,
    edit,
    make_article,
    make_author,
    make_cause,
    make_publisher,
    publish_now,
    submit_now,
)

EARLIER_RELEASE = Path(__file__).parents[1] / "processes/releases/0.1.0.zip"
LEASE_OVER = dt.timedelta(minutes=10)  # what a killed worker was at is begun again by then
MINUTE = dt.timedelta(minutes=1)
ARTICLES, ROWS, MESSAGES, BULK = 8, 120, 12, 15


@dataclass(frozen=True)
class Work:
    """``run`` is killed, and done again until it ends. With ``in_steps`` it is several transactions, each whole."""

    name: str
    prepare: Callable[[], None]
    run: Callable[[], None]
    in_steps: bool = False


def work_once(*jobs: str) -> Callable[[], None]:
    """The worker, as a service starts it, with nothing else due."""

    def run() -> None:
        DueJob.objects.exclude(name__in=jobs).update(next_at=timezone.now() + dt.timedelta(days=1))
        call_command("worker", once=True, verbosity=0)

    return run


def _base() -> dt.datetime:
    """A receiver of messages, an hour ago. Every job has its row."""
    now = timezone.now() - dt.timedelta(hours=1)
    DueJob.objects.bulk_create(DueJob(name=job.name, next_at=now) for job in all_jobs())
    endpoint = WebhookEndpoint(name="Receiver", url=os.environ["RECEIVER"])
    add_endpoint(endpoint=endpoint, by=make_author(), at=now)
    return now


def _corrected_cause(now: dt.datetime, *, articles: int) -> ReviewRequest:
    """A correction of what is live in so many articles, approved."""
    cause = make_cause(slug="cramp", description="First words.")
    publish_now(*[make_article(causes=[cause]) for _ in range(articles)], at=now)
    edit(cause, at=now, description="Corrected words.")
    request = submit_now(cause, at=now)
    approve_now(request, at=now)
    return request


def prepare_publish() -> None:
    now = _base()
    make_publisher(username="publisher")
    request = submit_now(*[make_article(causes=[make_cause()]) for _ in range(ARTICLES // 2)], at=now)
    approve_now(request, at=now)


def prepare_recompose() -> None:
    now = _base()
    make_publisher(username="publisher")
    _corrected_cause(now, articles=ARTICLES)


def run_publish() -> None:
    request = ReviewRequest.objects.filter(closed_as="").last()
    if request is not None:
        # Of one moment each time, so that the published bytes are the same each time.
        publish(request=request, by=User.objects.get(username="publisher"), at=request.submitted_at + MINUTE)


def prepare_schedule() -> None:
    now, publisher = _base(), make_publisher()
    requests = [_corrected_cause(now, articles=ARTICLES // 2)]
    requests.append(submit_now(make_article(causes=[make_cause()]), at=now))
    approve_now(requests[-1], at=now)
    release = make_release(name="Together", requests=requests, by=publisher, at=now, go_live_at=now + MINUTE)
    publish_release(release=release, by=publisher, at=now)
    assert Release.objects.filter(closed_as="").exists()


def _sheet(stem: str) -> bytes:
    new = [[f"{stem}-{number}", f"{stem} {number}", "Words."] for number in range(ROWS)]
    return workbook(Causes=[["slug", "name", "description"], *new, ["old", "Old", f"Corrected by {stem}."]])


def prepare_import() -> None:
    """One file to be saved, and one to be read."""
    _base()
    make_cause(slug="old", title="Old", description="First.")
    uploading.LARGE_ROWS = 2
    batch = upload_now(_sheet("new"))
    work_on_imports(now=timezone.now)
    batch.refresh_from_db()
    ask_to_confirm(batch=batch, by_id=batch.uploaded_by_id)
    upload_now(_sheet("other"))


def prepare_undo() -> None:
    now = _base()
    make_cause(slug="old", title="Old", description="First.")
    batch = upload_now(_sheet("new"), wait=True)
    confirm(batch=batch, by=batch.uploaded_by, at=now)


def run_undo() -> None:
    batch = ImportBatch.objects.get()
    undo(batch=batch, by=batch.uploaded_by, at=timezone.now())


def prepare_webhooks() -> None:
    now = _base()
    endpoint = WebhookEndpoint.objects.get()
    for _ in range(MESSAGES // 2):
        publish_now(make_cause(), at=now)
        send_test(endpoint=endpoint, at=now)


def prepare_bulk() -> None:
    now = _base()
    documents = [make_cause() for _ in range(BULK)]
    values = {"change_kind": "major", "change_note": "Written anew."}
    begin_bulk_change(action=BulkChange.Action.SUBMIT, values=values, documents=documents, by=make_author(), at=now)


def prepare_migration() -> None:
    """A base in use, as an earlier release left it."""
    with reading(EARLIER_RELEASE) as archive:
        _make_tables(archive.manifest["migrations"])
        _restore_pictures(archive)
        with transaction.atomic():
            _restore_rows(archive)


def run_migration() -> None:
    call_command("migrate", verbosity=0)


WORKS = [
    Work("publish", prepare_publish, run_publish),
    Work("recompose", prepare_recompose, run_publish),
    Work("import", prepare_import, work_once("imports")),
    Work("undo", prepare_undo, run_undo),
    Work("schedule", prepare_schedule, work_once("schedule")),
    Work("webhooks", prepare_webhooks, work_once("webhooks"), in_steps=True),
    Work("bulk", prepare_bulk, work_once("bulk changes"), in_steps=True),
    Work("migration", prepare_migration, run_migration, in_steps=True),
]
