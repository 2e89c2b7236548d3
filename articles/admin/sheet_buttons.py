"""Import and export on the list of each kind, for those who may."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from articles.sheets.columns import all_sheets
from articles.sheets.plan import may_export, may_import_anything

# Named by each ModelAdmin, because Django declares the attribute on its own class.
LIST_TEMPLATE = "articles/sheets/kind_list.html"


class SheetButtons:
    """For a ModelAdmin. A model without a sheet of its own has no buttons."""

    model: Any

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        context = {"sheet_buttons": list(_buttons(request.user, self.model)), **(extra_context or {})}
        return super().changelist_view(request, context)  # type: ignore[misc]


def _buttons(user: Any, model: Any) -> Iterator[tuple[str, str]]:
    sheet = next((sheet for sheet in all_sheets() if sheet.model is model), None)
    if sheet is None:
        return
    if may_import_anything(user, [sheet]):
        yield "Import", f"{reverse('admin:articles_importbatch_upload')}?{urlencode({'sheet': sheet.title})}"
    if may_export(user, sheet):
        template = reverse("admin:articles_importbatch_template")
        yield "Empty template", f"{template}?{urlencode({'sheet': sheet.title})}"
        for label, form in (("Export as a workbook", "xlsx"), ("Export as CSV", "csv")):
            query = urlencode({"format": form, "sheets": sheet.title})
            yield label, f"{reverse('admin:articles_importbatch_export')}?{query}"
