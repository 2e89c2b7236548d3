"""Rows that belong to a document: sections, placements, codes and the like, each folded to one line."""

from typing import Any

from django.forms import Media

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
    empty_text = "Nothing here yet."
    summary_fields: tuple[str, ...] = ()

    @property
    def media(self) -> Any:
        """None: our own script moves and adds rows, and without script there is always one empty row."""
        return Media()


class CodeInline(PartInline):
    model = ClinicalCode
    verbose_name_plural = "codes"
    fields = ("system", "code", "display")
    empty_text = "No clinical codes yet. They let other systems find this page."


class PlacementInline(PartInline):
    """A library entry in an article. Its text can be read in the row, and is edited on its own page."""

    extra_fields: tuple[str, ...] = ()
    entry_texts: tuple[str, ...] = ()

    @property
    def entry_name(self) -> str:
        skipped = {"id", "article", "note", "position", *self.extra_fields}
        return str(next(field.name for field in self.model._meta.fields if field.name not in skipped))

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        return (self.entry_name, *self.extra_fields, "note", "position")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related(self.entry_name)

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.entry_name = self.entry_name  # type: ignore[attr-defined]
        return formset
