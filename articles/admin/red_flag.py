from django.contrib import admin

from articles.models import RedFlag

from .columns import urgency
from .documents import DocumentAdmin
from .filters import UsedFilter


@admin.register(RedFlag)
class RedFlagAdmin(DocumentAdmin):
    texts = ("urgency", "text", "action", "why")
    own_columns = (urgency,)
    filters = ("urgency", UsedFilter)
    quick_fields = ("title", "text", "urgency", "action")
    uses = ("placements", "causes")
