from typing import Any

from django.contrib import admin
from django.db.models import Count

from articles.models import Contributor

from .sources import SourceAdmin


@admin.register(Contributor)
class ContributorAdmin(SourceAdmin):
    list_display = ("name", "kind", "role", "credentials", "named_in")
    list_filter = ("kind", "role")
    search_fields = ("name", "credentials", "slug")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "kind", "role", "credentials", "bio", "slug")
    quick_fields = ("name", "kind", "role", "credentials")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).annotate(used_by_articles=Count("articles", distinct=True))

    @admin.display(description="named in", ordering="used_by_articles")
    def named_in(self, contributor: Any) -> str:
        count = contributor.used_by_articles
        return f"{count} article{'' if count == 1 else 's'}" if count else "Nowhere"
