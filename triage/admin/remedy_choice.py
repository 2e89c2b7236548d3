from typing import Any, ClassVar

from django.contrib import admin

from triage.models import RemedyChoice

from .rows import ProtocolRowAdmin


@admin.register(RemedyChoice)
class RemedyChoiceAdmin(ProtocolRowAdmin):
    list_display = ("remedy", "exclude_when", "exclude_text", "protocol")
    list_select_related = ("remedy", "protocol")
    autocomplete_fields = ("remedy", "causes")
    fields: ClassVar[Any] = ("protocol", "remedy", "text", "causes", "exclude_when", "exclude_text", "position")
