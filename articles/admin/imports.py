"""Imports in the admin: upload, preview, confirm, take back, submit. Each step is one call to a service."""

import io
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.models import ImportBatch, ImportState
from articles.publishing import Refused
from articles.sheets.batches import (
    CHANGES,
    FINDINGS,
    LARGE_ROWS,
    ImportRefused,
    all_findings,
    ask_to_confirm,
    cancel,
    changes_on,
    confirm,
    conflict_count,
    findings_on,
    live_documents_touched,
    preview,
    submit_batch,
    undo,
    upload,
)
from articles.sheets.columns import all_sheets, sheet_titled
from articles.sheets.export import write_marked_workbook
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.read import read_file
from articles.sheets.plan import may_export, may_import_anything

from .import_export_views import export_urls
from .import_forms import ConfirmForm, SubmitForm, UploadForm
from .stock import ModelAdmin

Step = Callable[[ImportBatch, HttpRequest], str]
BUSY = (ImportState.WAITING, ImportState.CONFIRMED)


@admin.register(ImportBatch)
class ImportBatchAdmin(ModelAdmin):
    list_display = ("name", "state", "uploaded_by", "uploaded_at", "applied_at", "note")
    list_filter = ("state",)
    list_select_related = ("uploaded_by",)
    search_fields = ("name", "note", "sha256")
    actions = None
    change_list_template = "articles/sheets/imports.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        if not may_import_anything(user, all_sheets()):
            return False
        if obj is None or obj.uploaded_by_id == user.pk:
            return True
        return all(may_export(user, sheet_titled(title)) for title in obj.counts)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("data")

    def get_urls(self) -> list[Any]:
        def step(name: str, run: Step) -> Any:
            return path(f"<uuid:uuid>/{name}/", self._wrap(self._step(run)), name=f"articles_importbatch_{name}")

        return [
            path("upload/", self._wrap(self.upload_view), name="articles_importbatch_upload"),
            *export_urls(self),
            path("<uuid:uuid>/", self._wrap(self.preview_view), name="articles_importbatch_preview"),
            path("<uuid:uuid>/problems.xlsx", self._wrap(self.problems_view), name="articles_importbatch_problems"),
            step("confirm", _confirm),
            step("again", _look_again),
            step("cancel", _cancel),
            step("undo", _undo),
            step("submit", _submit),
            *super().get_urls(),
        ]

    def _wrap(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def change_view(self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        batch = self.get_object(request, object_id)
        if batch is None:
            raise Http404
        return HttpResponseRedirect(preview_url(batch))

    # Upload

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            user: Any = request.user
            try:
                batch = upload(
                    data=file.read(),
                    name=file.name,
                    by=user,
                    at=timezone.now(),
                    sheet=form.cleaned_data["sheet"],
                    note=form.cleaned_data["note"],
                )
            except (FileProblem, ImportRefused) as problem:
                form.add_error("file", str(problem))
            else:
                return HttpResponseRedirect(preview_url(batch))
        return self._page(request, "upload", {"form": form, "title": "Import a spreadsheet"}, bad=bool(form.errors))

    # Preview

    def preview_view(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        batch = self._batch(request, uuid)
        part = FINDINGS if request.GET.get("part") == FINDINGS else CHANGES
        pages = batch.pages.filter(part=part)
        if request.GET.get("conflicts"):
            pages = pages.filter(has_conflicts=True)
        numbers = list(pages.order_by("number").values_list("number", flat=True))
        place = _place(request.GET.get("page", "1"), len(numbers))
        page = pages.get(number=numbers[place - 1]) if numbers else None
        context = {
            "title": f"Import: {batch.name}",
            "batch": batch,
            "busy": batch.state in BUSY,
            "part": part,
            "place": place,
            "last": len(numbers),
            "changes": [shown(change) for change in changes_on(page)] if page and part == CHANGES else [],
            "findings": findings_on(page) if page and part == FINDINGS else [],
            "problems": sum(1 for finding in all_findings(batch) if finding.blocks) if batch.state == "blocked" else 0,
            "conflicts": conflict_count(batch),
            "live": live_documents_touched(batch, at=timezone.now()) if batch.state == ImportState.READY else [],
            "confirm_form": ConfirmForm(conflicts=conflict_count(batch)),
            "submit_form": SubmitForm(),
        }
        return self._page(request, "preview", context)

    def problems_view(self, request: HttpRequest, uuid: Any) -> Any:
        batch = self._batch(request, uuid)
        if not batch.data:
            raise Http404
        try:
            file = read_file(bytes(batch.data), batch.name)
        except FileProblem:
            raise Http404 from None
        target = io.BytesIO()
        write_marked_workbook(target, file, all_findings(batch), batch.sheet)
        target.seek(0)
        name = f"{batch.name.rpartition('.')[0] or 'import'}-problems.xlsx"
        return FileResponse(target, as_attachment=True, filename=name)

    # Steps

    def _step(self, run: Step) -> Any:
        def view(request: HttpRequest, uuid: Any) -> HttpResponse:
            batch = self._batch(request, uuid)
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            try:
                messages.success(request, run(batch, request))
            except (ImportRefused, Refused) as refusal:
                problems = [f" {problem}" for problem in getattr(refusal, "problems", [])][:10]
                messages.error(request, str(refusal) + "".join(problems))
            return HttpResponseRedirect(preview_url(batch))

        return view

    def _batch(self, request: HttpRequest, uuid: Any) -> ImportBatch:
        batch = ImportBatch.objects.filter(uuid=uuid).first()
        if batch is None:
            raise Http404
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        return batch

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any], *, bad: bool = False) -> TemplateResponse:
        base = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        status = 422 if bad else 200
        return TemplateResponse(request, f"articles/sheets/{name}.html", {**base, **context}, status=status)


def preview_url(batch: ImportBatch) -> str:
    return reverse("admin:articles_importbatch_preview", args=[batch.uuid])


def shown(change: Any) -> dict[str, Any]:
    """A change as the page shows it: each cell old and new, and each conflict with its three texts."""
    headings = list(change.before if change.action == "remove" else change.after)
    cells = [(heading, change.before.get(heading, ""), change.after.get(heading, "")) for heading in headings]
    return {"change": change, "key": ", ".join(change.key), "cells": cells, "conflicts": change.conflicts}


def _place(wanted: str, last: int) -> int:
    return min(max(int(wanted), 1), max(last, 1)) if wanted.isascii() and wanted.isdigit() else 1


def _confirm(batch: ImportBatch, request: HttpRequest) -> str:
    form = ConfirmForm(request.POST, conflicts=conflict_count(batch))
    if not form.is_valid():
        raise ImportRefused("Say for the cells that someone else changed too what is to be kept.")
    user: Any = request.user
    choice = form.cleaned_data.get("on_conflict", "")
    if batch.rows > LARGE_ROWS:
        ask_to_confirm(batch=batch, by_id=user.pk, on_conflict=choice)
        return "The import is waiting to be saved. You can leave this page."
    try:
        confirm(batch=batch, by=user, at=timezone.now(), on_conflict=choice)
    except ImportRefused as refusal:
        if batch.state == ImportState.READY:
            preview(batch=batch)
        raise refusal
    return "The import is saved. Its pages are drafts until they are reviewed and published."


def _look_again(batch: ImportBatch, request: HttpRequest) -> str:
    if batch.state not in (ImportState.READY, ImportState.BLOCKED):
        raise ImportRefused("This import cannot be compared again.")
    preview(batch=batch)
    return "The file was compared with the base as it is now."


def _cancel(batch: ImportBatch, request: HttpRequest) -> str:
    cancel(batch=batch)
    return "The import was cancelled. Nothing was saved."


def _undo(batch: ImportBatch, request: HttpRequest) -> str:
    user: Any = request.user
    undo(batch=batch, by=user, at=timezone.now())
    return "The import was taken back. Everything is as it was before."


def _submit(batch: ImportBatch, request: HttpRequest) -> str:
    form = SubmitForm(request.POST)
    if not form.is_valid():
        raise ImportRefused("Say what kind of change it is, and what changed.")
    user: Any = request.user
    submit_batch(batch=batch, by=user, at=timezone.now(), **form.cleaned_data)
    return "All pages of the import were submitted for review."
