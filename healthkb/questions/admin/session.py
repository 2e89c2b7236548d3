from typing import Any

from django.contrib import admin
from django.db.models import DateTimeField
from django.utils import timezone

from articles.admin.moment_fields import SplitMomentField
from articles.admin.stock import ModelAdmin
from healthkb.questions.models import ExpertSession


@admin.register(ExpertSession)
class ExpertSessionAdmin(ModelAdmin):
    list_display = ("title", "state", "topic", "collects_from", "starts_at", "ends_at", "is_announced")
    list_filter = ("is_announced", "locale", "topic")
    list_select_related = ("topic",)
    search_fields = ("title", "slug")
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("experts",)
    actions = None
    formfield_overrides = {DateTimeField: {"form_class": SplitMomentField}}
    fields = (
        "title",
        "summary",
        ("slug", "locale"),
        "topic",
        "experts",
        "collects_from",
        "starts_at",
        "ends_at",
        "is_announced",
    )

    @admin.display(description="state")
    def state(self, session: ExpertSession) -> Any:
        return session.state_at(timezone.now()).label
