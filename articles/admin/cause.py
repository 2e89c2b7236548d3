from django.contrib import admin

from articles.models import Cause

from .columns import serious
from .documents import DocumentAdmin
from .filters import UsedFilter


@admin.register(Cause)
class CauseAdmin(DocumentAdmin):
    texts = (
        "description",
        "mechanism",
        "what_to_do",
        "when_to_suspect",
        "serious",
        "synonyms",
        ("remedies", "tests", "red_flags"),
    )
    own_columns = (serious,)
    filters = ("serious", UsedFilter)
    uses = ("placements",)
    quick_fields = ("title", "description", "what_to_do", "serious")
    prefetch = ("references", "codes", "remedies", "tests", "red_flags")
