"""Rows that belong to a document: sections, placements, codes and the like, each folded to one line."""

from typing import Any

from articles.models import ClinicalCode

from .fields_mixin import FriendlyFields
from .forms import PartForm, PartFormSet
from .stock import InlineModelAdmin


class PartInline(FriendlyFields, InlineModelAdmin):
    """``summary_fields`` are shown on the folded line, beside the row's own name."""

    form = PartForm
    formset = PartFormSet
    template = "articles/admin/parts.html"
    extra = 1
    tab = ""
    empty_text = "Nothing here yet."
    summary_fields: tuple[str, ...] = ()
    shows_entry = False

    @property
    def media(self) -> Any:
        """None: our own script moves and adds rows, and without script there is always one empty row."""
        from django.forms import Media

        return Media()


class CodeInline(PartInline):
    model = ClinicalCode
    fields = ("system", "code", "display")
    empty_text = "No clinical codes yet. They let other systems find this page."


class PlacementInline(PartInline):
    """A library entry in an article. Its text can be read in the row, and is edited on its own page."""

    shows_entry = True
    extra_fields: tuple[str, ...] = ()

    @property
    def entry_name(self) -> str:
        skipped = {"id", "article", "note", "position", *self.extra_fields}
        return next(field.name for field in self.model._meta.fields if field.name not in skipped)

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        return (self.entry_name, *self.extra_fields, "note", "position")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related(self.entry_name)
