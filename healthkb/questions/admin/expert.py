from typing import Any

from django.contrib import admin

from articles.admin.stock import ModelAdmin
from healthkb.questions.models import Expert


@admin.register(Expert)
class ExpertAdmin(ModelAdmin):
    list_display = ("contributor", "user", "credentials", "knows")
    list_select_related = ("contributor", "user")
    filter_horizontal = ("topics",)
    actions = None
    fields = ("user", "contributor", "topics")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("topics")

    @admin.display(description="credentials")
    def credentials(self, expert: Expert) -> str:
        return expert.contributor.credentials

    @admin.display(description="topics")
    def knows(self, expert: Expert) -> str:
        return ", ".join(topic.title for topic in expert.topics.all()) or "–"
