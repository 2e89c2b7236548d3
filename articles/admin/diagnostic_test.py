from django.contrib import admin

from articles.models import DiagnosticTest

from .documents import DocumentAdmin
from .filters import UsedFilter


@admin.register(DiagnosticTest)
class DiagnosticTestAdmin(DocumentAdmin):
    texts = ("purpose", "what_happens", "when_used")
    filters = (UsedFilter,)
    quick_fields = ("title", "purpose", "what_happens")
    uses = ("placements", "causes")
