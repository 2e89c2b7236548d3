from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from articles.content.vocabulary import TopicKind

from .document import Document
from .fields import MarkdownField, bounded, one_of, vocabulary_field


class Topic(Document):
    KIND = "topic"
    TITLE_LABEL = "name"

    description = MarkdownField(blank=True)
    topic_kind = vocabulary_field(TopicKind, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [
            *bounded("topic", "description"),
            one_of(TopicKind, "topic_kind", name="topic_kind_known", optional=True),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="topic_not_its_own_parent",
                violation_error_message="A topic cannot be inside itself.",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        above, passed = self.parent, {self.pk}
        while above is not None and above.pk not in passed:
            passed.add(above.pk)
            above = above.parent
        if above is not None and self.pk == above.pk != self.parent_id:
            told = f"“{self.parent}” is inside “{self.title}” already. Choose another topic, or take it out first."
            raise ValidationError({"parent": told})
