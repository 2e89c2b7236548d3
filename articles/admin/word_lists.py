from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.utils import timezone

from articles.content.vocabulary import AuditAction
from articles.models import WordList, WordListEntry
from articles.publishing import audit

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
    """The words that the checks look for. A change counts from the next check on.

    Each is in the audit log, or somebody could take a word away, publish, and put it back unseen.
    """

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

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            _tell(request, obj, {name: form.cleaned_data[name] for name in form.changed_data})

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        changes = {
            "added": [entry.phrase for entry in formset.new_objects],
            "changed": [f"{_before(formset, entry)}: {', '.join(names)}" for entry, names in formset.changed_objects],
            "taken_away": [entry.phrase for entry in formset.deleted_objects],
        }
        if any(changes.values()):
            _tell(request, form.instance, {name: words for name, words in changes.items() if words})

    def delete_model(self, request: Any, obj: Any) -> None:
        _tell(request, obj, {"deleted": list(obj.entries.values_list("phrase", flat=True))})
        super().delete_model(request, obj)

    def delete_queryset(self, request: Any, queryset: Any) -> None:
        for word_list in queryset:
            self.delete_model(request, word_list)

    @admin.display(description="words", ordering="entries_total")
    def entries_count(self, word_list: Any) -> int:
        return int(word_list.entries_total)


def _before(formset: Any, entry: WordListEntry) -> str:
    return next(str(form.initial["phrase"]) for form in formset.initial_forms if form.instance.pk == entry.pk)


def _tell(request: Any, word_list: WordList, details: dict[str, Any]) -> None:
    audit(action=AuditAction.CHANGED, by=request.user, at=timezone.now(), subject=word_list, details=details)
