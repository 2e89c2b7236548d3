from typing import Any, ClassVar

from django.contrib import admin

from triage.models import TestCase

from .rows import ProtocolRowAdmin


@admin.register(TestCase)
class TestCaseAdmin(ProtocolRowAdmin):
    list_display = ("code", "title", "level", "answers", "rules", "protocol")
    list_filter = ("protocol", "level")
    search_fields = ("code", "title")
    fields: ClassVar[Any] = (
        "protocol",
        ("code", "title", "position"),
        "answers",
        ("level", "worst_possible"),
        "rules",
        "causes",
    )
    __test__ = False
