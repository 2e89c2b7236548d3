from typing import Any

from django.contrib import admin
from django.db.models import Count

from articles.models import WordList, WordListEntry

from .fields_mixin import FriendlyFields
from .stock import InlineModelAdmin, ModelAdmin


class EntryInline(FriendlyFields, InlineModelAdmin):
    model = WordListEntry
    template = "admin/edit_inline/tabular.html"
    fields = ("phrase", "advice", "exceptions")
    extra = 1


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
