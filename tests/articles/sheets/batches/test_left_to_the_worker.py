"""Large batches are submitted and taken back by the worker, from the buttons of the admin on."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Cause, ImportBatch, ImportState, ReviewRequest
from articles.sheets.batches import uploading
from articles.sheets.batches import work_on_imports as work
from tests.articles.sheets.builders import import_now, make_importer, workbook
from tests.builders import AT, edit, shared_reference

pytestmark = pytest.mark.django_db
SUBMIT = {"change_kind": "major", "change_note": "New causes."}


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch) -> ImportBatch:
    source = shared_reference().slug
    rows = [["slug", "name", "description", "references"], *([each, each, "One.", source] for each in "abc")]
    batch = import_now(workbook(Causes=rows))
    monkeypatch.setattr(uploading, "LARGE_ROWS", 2)
    return batch


def press(batch: ImportBatch, step: str, **values: str) -> str:
    client = Client()
    client.force_login(make_importer())
    url = reverse(f"admin:articles_importbatch_{step}", args=[batch.uuid])
    answer: Any = client.post(url, values, follow=True)
    batch.refresh_from_db()
    return str(answer.content.decode())


def test_taking_back_waits_for_the_worker(batch: ImportBatch) -> None:
    page = press(batch, "undo")
    assert "It begins in a moment" in page
    assert "Cancel this import" not in page
    assert (batch.state, Cause.objects.count()) == (ImportState.UNDOING, 3)
    press(batch, "undo")  # twice is once
    assert (work(now=lambda: AT), work(now=lambda: AT)) == (1, 0)
    batch.refresh_from_db()
    assert (batch.state, Cause.objects.count()) == (ImportState.UNDONE, 0)


def test_what_cannot_be_taken_back_stays_saved_and_says_why(batch: ImportBatch) -> None:
    press(batch, "undo")
    edit(Cause.objects.get(slug="a"), description="Written later.")
    assert work(now=lambda: AT) == 1
    batch.refresh_from_db()
    assert (batch.state, Cause.objects.count()) == (ImportState.APPLIED, 3)
    assert batch.message.startswith("The import cannot be taken back as a whole.")


def test_submitting_waits_for_the_worker(batch: ImportBatch) -> None:
    assert "Its pages are being put into one request" in press(batch, "submit", **SUBMIT)
    assert (batch.state, ReviewRequest.objects.count()) == (ImportState.SUBMITTING, 0)
    assert (work(now=lambda: AT), work(now=lambda: AT)) == (1, 0)
    batch.refresh_from_db()
    request = ReviewRequest.objects.get()
    assert (batch.state, batch.request) == (ImportState.APPLIED, request)
    assert (request.change_note, request.change_kind, request.versions.count()) == ("New causes.", "major", 3)
    client = Client()
    client.force_login(make_importer())
    page = client.get(reverse("admin:articles_importbatch_preview", args=[batch.uuid])).content.decode()
    assert reverse("admin:articles_reviewrequest_change", args=[request.pk]) in page
    assert "Submit all of it for review" not in page


def test_what_cannot_be_submitted_stays_saved_and_says_why(batch: ImportBatch) -> None:
    Cause.objects.get(slug="a").references.clear()
    press(batch, "submit", **SUBMIT)
    assert work(now=lambda: AT) == 1
    batch.refresh_from_db()
    assert (batch.state, ReviewRequest.objects.count()) == (ImportState.APPLIED, 0)
    assert (
        batch.message
        == "1 check must be put right first. a: Nothing supports what this says. Add at least one reference."
    )


@pytest.mark.parametrize(("step", "state"), [("submit", ImportState.APPLIED), ("undo", ImportState.UNDONE)])
def test_a_step_that_another_worker_has_done_meanwhile_stays_done(batch: ImportBatch, step: str, state: str) -> None:
    """The first worker looked, and was asleep for so long that a second one took its place."""
    press(batch, step, **SUBMIT)

    def sleep() -> None:
        work(now=lambda: AT)

    work(now=lambda: AT, stay=sleep)
    batch.refresh_from_db()
    assert (batch.state, batch.message, ReviewRequest.objects.count()) == (state, "", int(step == "submit"))


def test_submitting_twice_makes_one_request(batch: ImportBatch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # not large
    press(batch, "submit", **SUBMIT)
    assert "was submitted for review already" in press(batch, "submit", **SUBMIT)
    assert ReviewRequest.objects.count() == 1
