"""Imports in the admin: upload, preview, confirm, take back, submit. Each step is one call to a service."""

import tempfile
from typing import IO, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles.models import UNSAVED_IMPORTS, ImportBatch, ImportState
from articles.publishing import Refused
from articles.sheets.batches import (
    CHANGES,
    FINDINGS,
    ImportRefused,
    all_findings,
    can_submit,
    changes_on,
    conflict_count,
    findings_on,
    has_marked_file,
    in_words,
    live_documents_touched,
    look_again,
    marked_file,
    samples,
    saved_so_far,
    upload,
)
from articles.sheets.columns import all_sheets, sheets_for
from articles.sheets.files.problem import FileProblem
from articles.sheets.plan import may_export, may_import_anything

from .import_columns import columns_context
from .import_export_views import export_urls
from .import_forms import ConfirmForm, SubmitForm, UploadForm
from .import_steps import BUSY, Step, cancel_step, confirm_step, look_again_step, submit_step, undo_step
from .links import row_number
from .stock import ModelAdmin


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
        # A file that was not compared yet can hold anything.
        return all(may_export(user, sheet) for sheet in sheets_for(obj.counts) or all_sheets())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        def step(name: str, run: Step) -> Any:
            return path(f"<uuid:uuid>/{name}/", self._wrap(self._step(run)), name=f"articles_importbatch_{name}")

        return [
            path("upload/", self._wrap(self.upload_view), name="articles_importbatch_upload"),
            *export_urls(self),
            path("<uuid:uuid>/", self._wrap(self.preview_view), name="articles_importbatch_preview"),
            path("<uuid:uuid>/columns/", self._wrap(self.columns_view), name="articles_importbatch_columns"),
            path("<uuid:uuid>/problems.xlsx", self._wrap(self.problems_view), name="articles_importbatch_problems"),
            step("confirm", confirm_step),
            step("again", look_again_step),
            step("cancel", cancel_step),
            step("undo", undo_step),
            step("submit", submit_step),
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
                    file=file,
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
        is_blocked = batch.state == ImportState.BLOCKED
        part = FINDINGS if request.GET.get("part", FINDINGS if is_blocked else "") == FINDINGS else CHANGES
        pages = batch.pages.filter(part=part)
        if request.GET.get("conflicts"):
            pages = pages.filter(has_conflicts=True)
        numbers = list(pages.order_by("number").values_list("number", flat=True))
        place = _place(request.GET.get("page", "1"), len(numbers))
        page = pages.get(number=numbers[place - 1]) if numbers else None
        findings = all_findings(batch)
        bad_headings = any(finding.blocks and finding.row <= 1 for finding in findings)
        context = {
            "title": f"Import: {batch.name}",
            "batch": batch,
            "busy": batch.state in BUSY,
            "can_cancel": batch.state in UNSAVED_IMPORTS,
            "progress": progress_of(batch),
            "part": part,
            "place": place,
            "last": len(numbers),
            "changes": [shown(change) for change in changes_on(page)] if page and part == CHANGES else [],
            "findings": findings_on(page) if page and part == FINDINGS else [],
            "said": len(findings),
            "problems": sum(finding.blocks for finding in findings),
            "marked": is_blocked and has_marked_file(batch),
            "conflicts": conflict_count(batch),
            "live": live_documents_touched(batch, at=timezone.now()) if batch.state == ImportState.READY else [],
            "confirm_form": ConfirmForm(conflicts=conflict_count(batch)),
            "submit_form": SubmitForm(),
            "can_submit": can_submit(batch),
            "can_match": batch.state in (ImportState.READY, ImportState.BLOCKED)
            and bool(batch.matching or bad_headings),
        }
        return self._page(request, "preview", context)

    def columns_view(self, request: HttpRequest, uuid: Any) -> HttpResponse:
        batch = self._batch(request, uuid)
        found = samples(batch)
        if not found or batch.state not in (ImportState.READY, ImportState.BLOCKED):
            messages.error(request, "The columns of this file cannot be matched now.")
            return HttpResponseRedirect(preview_url(batch))
        context = columns_context(batch, found, request)
        form = context["columns_form"]
        if request.method == "POST" and form.is_valid():
            try:
                look_again(batch=batch, matching=form.matching(context["source"], context["above"]))
            except ImportRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return HttpResponseRedirect(preview_url(batch))
        title = f"Match the columns: {batch.name}"
        return self._page(request, "columns", {**context, "batch": batch, "title": title}, bad=bool(form.errors))

    def problems_view(self, request: HttpRequest, uuid: Any) -> Any:
        batch = self._batch(request, uuid)
        if not has_marked_file(batch):
            raise Http404
        target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        target.writelines(marked_file(batch))
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
                messages.error(request, in_words(refusal))
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


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """How far a busy batch is."""
    done, total = (batch.progress, batch.rows) if batch.state == ImportState.WAITING else saved_so_far(batch)
    names: dict[str, str] = {ImportState.WAITING: "compared", ImportState.UNDOING: "taken back"}
    what = names.get(batch.state, "saved")
    words = f"{done:,} of {total:,} rows {what}"
    if batch.state == ImportState.SUBMITTING:
        total, words = 0, "Its pages are being put into one request"
    return {"words": words, "done": done, "total": total}


def preview_url(batch: ImportBatch) -> str:
    return reverse("admin:articles_importbatch_preview", args=[batch.uuid])


def shown(change: Any) -> dict[str, Any]:
    """A change as the page shows it: each cell old and new, and each conflict with its three texts."""
    headings = list(change.before if change.action == "remove" else change.after)
    cells = [(heading, change.before.get(heading, ""), change.after.get(heading, "")) for heading in headings]
    return {"change": change, "key": ", ".join(change.key), "cells": cells, "conflicts": change.conflicts}


def _place(wanted: str, last: int) -> int:
    return min(row_number(wanted) or 1, max(last, 1))
