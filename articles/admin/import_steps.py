"""The steps of an import that a button asks for. Each is one call to a service, and says what was done."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from articles.models import ImportBatch, ImportState
from articles.sheets.batches import (
    ImportRefused,
    ask_to_confirm,
    ask_to_submit,
    ask_to_undo,
    cancel,
    confirm,
    conflict_count,
    is_large,
    look_again,
    preview,
    submit_batch,
    undo,
)

from .import_forms import ConfirmForm, SubmitForm

Step = Callable[[ImportBatch, HttpRequest], str]
BUSY = (ImportState.WAITING, ImportState.CONFIRMED, ImportState.UNDOING, ImportState.SUBMITTING)


def confirm_step(batch: ImportBatch, request: HttpRequest) -> str:
    form = ConfirmForm(request.POST, conflicts=conflict_count(batch))
    if not form.is_valid():
        raise ImportRefused("Say for the cells that someone else changed too what is to be kept.")
    user: Any = request.user
    choice = form.cleaned_data.get("on_conflict", "")
    if is_large(batch):
        ask_to_confirm(batch=batch, by_id=user.pk, on_conflict=choice)
        return "The import is waiting to be saved. You can leave this page."
    try:
        confirm(batch=batch, by=user, at=timezone.now(), on_conflict=choice)
    except ImportRefused as refusal:
        if batch.state == ImportState.READY:
            preview(batch=batch)
        raise refusal
    return "The import is saved. Its pages are drafts until they are reviewed and published."


def look_again_step(batch: ImportBatch, request: HttpRequest) -> str:
    look_again(batch=batch)
    if batch.state in BUSY:
        return "The file is waiting to be compared again. You can leave this page."
    return "The file was compared with the base as it is now."


def cancel_step(batch: ImportBatch, request: HttpRequest) -> str:
    cancel(batch=batch)
    return "The import was cancelled. Nothing was saved."


def undo_step(batch: ImportBatch, request: HttpRequest) -> str:
    user: Any = request.user
    if is_large(batch):
        ask_to_undo(batch=batch, by_id=user.pk)
        return "The import is waiting to be taken back. You can leave this page."
    undo(batch=batch, by=user, at=timezone.now())
    return "The import was taken back. Everything is as it was before."


def submit_step(batch: ImportBatch, request: HttpRequest) -> str:
    form = SubmitForm(request.POST)
    if not form.is_valid():
        raise ImportRefused("Say what kind of change it is, and what changed.")
    user: Any = request.user
    if is_large(batch):
        ask_to_submit(batch=batch, by_id=user.pk, **form.cleaned_data)
        return "The import is waiting to be submitted. You can leave this page."
    submit_batch(batch=batch, by=user, at=timezone.now(), **form.cleaned_data)
    return "All pages of the import were submitted for review."
