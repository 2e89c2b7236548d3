from django.contrib import admin

from articles.models import Remedy

from .documents import DocumentAdmin
from .filters import UsedFilter


@admin.register(Remedy)
class RemedyAdmin(DocumentAdmin):
    texts = (("remedy_kind", "evidence_status"), "steps", "benefits", "risks", "who_should_not", "cautions")
    own_columns = ("remedy_kind",)
    filters = ("remedy_kind", "evidence_status", UsedFilter)
    quick_fields = ("title", "remedy_kind", "evidence_status", "steps", "who_should_not")
    uses = ("placements", "causes")
