"""Downloads: the workbook, CSV, and the empty template. Only sheets that the account may look at."""

import tempfile
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from articles.content.vocabulary import AuditAction
from articles.publishing import audit
from articles.sheets.columns import all_sheets, sheets_for
from articles.sheets.export import choose, csv_file, write_csv_archive, write_template, write_workbook
from articles.sheets.plan import may_export

from .import_forms import ExportForm


def export_urls(model_admin: Any) -> list[Any]:
    wrap = model_admin.admin_site.admin_view

    def export(request: HttpRequest) -> HttpResponseBase:
        return _export(model_admin, request)

    return [
        path("export/", wrap(export), name="articles_importbatch_export"),
        path("template.xlsx", wrap(_template), name="articles_importbatch_template"),
    ]


def _titles(request: HttpRequest) -> list[str]:
    user: Any = request.user
    titles = [sheet.title for sheet in all_sheets() if may_export(user, sheet)]
    if not titles:
        raise PermissionDenied
    return titles


def _export(model_admin: Any, request: HttpRequest) -> HttpResponseBase:
    titles = _titles(request)
    form = ExportForm(request.GET if "format" in request.GET else None, titles=titles)
    if form.is_bound and form.is_valid():
        _tell(request, form.cleaned_data)
        return _download(form.cleaned_data)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Export a spreadsheet",
        "form": form,
        "media": model_admin.media,
    }
    return TemplateResponse(request, "articles/sheets/export.html", context, status=422 if form.errors else 200)


def _tell(request: HttpRequest, wanted: dict[str, Any]) -> None:
    person: Any = request.user
    details = {"sheets": wanted["sheets"], "format": wanted["format"], "published": bool(wanted["published"])}
    audit(action=AuditAction.EXPORTED, by=person, at=timezone.now(), details=details)


def _download(wanted: dict[str, Any]) -> FileResponse:
    now = timezone.now()
    choice = choose(titles=wanted["sheets"], published_on=now if wanted["published"] else None)
    # On disk rather than in memory, and gone when it has been sent.
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
    if wanted["format"] == "xlsx":
        write_workbook(target, choice)
    elif wanted["format"] == "zip":
        write_csv_archive(target, choice)
    else:
        target.writelines(csv_file(choice.sheets[0], choice.rows(choice.sheets[0])))
    target.seek(0)
    stem = choice.sheets[0].title if wanted["format"] == "csv" else f"healthkb-{now:%Y-%m-%d}"
    return FileResponse(target, as_attachment=True, filename=f"{stem}.{wanted['format']}")


def _template(request: HttpRequest) -> FileResponse:
    target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
    titles, only = _titles(request), request.GET.get("sheet", "")
    if only and only not in titles:
        raise PermissionDenied
    write_template(target, sheets_for([only] if only else titles))
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{only or 'healthkb'}-template.xlsx")
