from django.contrib import admin

from articles.models import Faq

from .documents import DocumentAdmin
from .filters import UsedFilter


@admin.register(Faq)
class FaqAdmin(DocumentAdmin):
    texts = ("answer", ("answered_by", "answered_on"))
    filters = (UsedFilter,)
    quick_fields = ("title", "answer")
    uses = ("placements",)
    prefetch = (*DocumentAdmin.prefetch, "answered_by")
