from django.contrib import admin

from articles.models import UrgencyWording, Wording

from .documents import DocumentAdmin
from .parts import CodeInline, PartInline


class UrgencyWordingInline(PartInline):
    model = UrgencyWording
    fields = (("urgency", "label", "timeframe"), "action", "position")
    summary_fields = ("urgency", "timeframe")
    empty_text = "No urgencies yet. Readers need words for all five."


@admin.register(Wording)
class WordingAdmin(DocumentAdmin):
    texts = (("country", "emergency_number"), "disclaimer", "safety_net")
    own_columns = ("country", "emergency_number")
    inlines = (UrgencyWordingInline, CodeInline)
    prefetch = ("references", "codes", "levels")
