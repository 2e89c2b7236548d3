from typing import Any, ClassVar

from django.contrib import admin

from triage.models import TestCase

from .answers_field import AnswersFormField
from .rows import ProtocolRowAdmin


@admin.register(TestCase)
class TestCaseAdmin(ProtocolRowAdmin):
    list_display = ("code", "title", "level", "answers", "rules", "protocol")
    list_filter = ("protocol", "level")
    search_fields = ("code", "title")
    fields: ClassVar[Any] = (
        "protocol",
        "code",
        "title",
        "answers",
        ("level", "worst_possible"),
        "rules",
        "causes",
        "position",
    )
    __test__ = False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "answers":
            help_text = "One on each line, as in age: 44 or sudden_signs: [face, speech]. The rest is unanswered."
            return AnswersFormField(label="Answers", required=False, help_text=help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
