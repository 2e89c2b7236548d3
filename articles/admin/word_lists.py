from typing import Any

from django.contrib import admin
from django.db.models import Count

from articles.models import WordList, WordListEntry

from .fields_mixin import FriendlyFields
from .stock import InlineFormSet, InlineModelAdmin, ModelAdmin


class Entries(InlineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if self.can_delete:
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Delete {form.instance}".strip()


class EntryInline(FriendlyFields, InlineModelAdmin):
    model = WordListEntry
    template = "articles/admin/words.html"
    fields = ("phrase", "advice", "exceptions")
    extra = 3

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The names of the columns stand above them and belong to no field, so each field has its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field.widget.attrs["aria-label"] = str(field.label).capitalize()
        return field

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, formset=Entries, **kwargs)


@admin.register(WordList)
class WordListAdmin(FriendlyFields, ModelAdmin):
    """The words that the checks look for. A change counts from the next check on."""

    list_display = ("name", "locale", "purpose", "entries_count")
    list_filter = ("locale",)
    search_fields = ("name", "key", "entries__phrase")
    search_help_text = "Search names of lists and the words in them."
    fields = ("name", "purpose", "key", "locale")
    inlines = [EntryInline]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).annotate(entries_total=Count("entries"))

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("key", "locale") if obj else ()

    @admin.display(description="words", ordering="entries_total")
    def entries_count(self, word_list: Any) -> int:
        return int(word_list.entries_total)
