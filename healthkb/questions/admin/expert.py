from typing import Any

from django.contrib import admin
from django.utils import timezone

from articles.admin.stock import ModelAdmin
from articles.content.vocabulary import AuditAction
from articles.publishing import audit
from healthkb.questions.models import Expert


@admin.register(Expert)
class ExpertAdmin(ModelAdmin):
    """Under whose name an account answers readers is in the audit log, as what else an account may do."""

    list_display = ("contributor", "user", "credentials", "knows")
    list_select_related = ("contributor", "user")
    filter_horizontal = ("topics",)
    actions = None
    fields = ("user", "contributor", "topics")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("topics")

    def save_model(self, request: Any, obj: Expert, form: Any, change: bool) -> None:
        before = Expert.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        if before is not None and before.user_id != obj.user_id:
            _tell(request, before, [str(before), ""])
            before = None
        if before is None or before.contributor_id != obj.contributor_id:
            _tell(request, obj, [str(before or ""), str(obj)])

    def delete_model(self, request: Any, obj: Expert) -> None:
        _tell(request, obj, [str(obj), ""])
        super().delete_model(request, obj)

    @admin.display(description="credentials")
    def credentials(self, expert: Expert) -> str:
        return expert.contributor.credentials

    @admin.display(description="topics")
    def knows(self, expert: Expert) -> str:
        return ", ".join(topic.title for topic in expert.topics.all()) or "–"


def _tell(request: Any, expert: Expert, names: list[str]) -> None:
    details = {"answers_as": names}
    audit(action=AuditAction.ACCOUNT_CHANGED, by=request.user, at=timezone.now(), subject=expert.user, details=details)
