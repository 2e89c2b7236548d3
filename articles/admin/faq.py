from django.contrib import admin

from articles.models import Faq

from .documents import DocumentAdmin
from .filters import UsedFilter


@admin.register(Faq)
class FaqAdmin(DocumentAdmin):
    texts = ("answer",)
    filters = (UsedFilter,)
    uses = ("placements",)
