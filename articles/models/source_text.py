from django.db import models

from .fields import JSONField, LineField
from .reference import Reference


class SourceText(models.Model):
    """Marks of a text that must not be copied, so that copying can be told. The text itself is not kept."""

    name = LineField(max_length=200)
    reference = models.ForeignKey(
        Reference,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="texts",
        help_text="Whose text it is. Without one, every page is compared with it.",
    )
    word_count = models.PositiveIntegerField(editable=False)
    runs = JSONField(default=list, editable=False)
    short_runs = JSONField(default=list, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="source_text_name_unique")]

    def __str__(self) -> str:
        return self.name
