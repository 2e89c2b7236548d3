from typing import Any, ClassVar

from django.contrib import admin

from triage.models import CauseFinding

from .rows import ProtocolRowAdmin


@admin.register(CauseFinding)
class CauseFindingAdmin(ProtocolRowAdmin):
    list_display = ("cause", "any", "if_present", "if_absent", "note", "protocol")
    list_select_related = ("cause", "protocol")
    search_fields = ("cause__title", "note")
    autocomplete_fields = ("cause",)
    fields: ClassVar[Any] = ("protocol", "cause", "any", ("if_present", "if_absent"), "note", "position")
