from typing import Any

from django.contrib import admin
from django.db.models import Count

from articles.models import Reference

from .sources import SourceAdmin


@admin.register(Reference)
class ReferenceAdmin(SourceAdmin):
    list_display = ("title", "publisher", "grade", "published", "last_checked", "quoted_in")
    list_filter = ("grade", "last_checked", ("broken_since", admin.EmptyFieldListFilter))
    search_fields = ("title", "publisher", "slug", "url", "doi")
    search_help_text = "Search titles, publishers, web addresses and DOIs."
    prepopulated_fields = {"slug": ("publisher", "title")}
    fields = ("title", "publisher", ("url", "doi"), ("published", "last_checked", "broken_since"), "grade", "slug")
    quick_fields = ("title", "publisher", "url", "doi", "published", "last_checked", "grade")

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request)
        return rows.annotate(used_by_documents=Count("documents", distinct=True))

    @admin.display(description="quoted in", ordering="used_by_documents")
    def quoted_in(self, reference: Any) -> str:
        count = reference.used_by_documents
        return f"{count} page{'' if count == 1 else 's'}" if count else "Nowhere"
