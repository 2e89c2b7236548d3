from django.contrib import admin

from articles.models import Topic

from .documents import DocumentAdmin


@admin.register(Topic)
class TopicAdmin(DocumentAdmin):
    texts = (("topic_kind", "parent"), "description")
    own_columns = ("topic_kind", "parent")
    filters = ("topic_kind",)
    quick_fields = ("title", "topic_kind")
    uses = ("articles", "children")
    list_select_related = ("owner", "updated_by", "parent")
