from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models

from articles.content.vocabulary import Urgency

from .document import Document
from .fields import LineField, MarkdownField, bounded, one_of, vocabulary_field


class Wording(Document):
    """How one country says each urgency to readers in one language, with its emergency number."""

    KIND = "wording"
    TITLE_LABEL = "name"

    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", "Use the two-letter country code, for example GB.")],
    )
    emergency_number = models.CharField(max_length=20, blank=True)
    disclaimer = MarkdownField(blank=True)
    safety_net = MarkdownField("when to get help again", blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = "reader wording"
        verbose_name_plural = "reader wording"
        constraints = bounded("wording", "disclaimer", "safety_net")


class UrgencyWording(models.Model):
    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="levels")
    urgency = vocabulary_field(Urgency)
    label = LineField(max_length=120, blank=True)
    timeframe = LineField(max_length=120, blank=True)
    action = MarkdownField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "urgency"], name="urgency_wording_unique"),
            one_of(Urgency, "urgency", name="urgency_wording_known"),
            *bounded("urgency_wording", "action"),
        ]

    def __str__(self) -> str:
        return self.label or self.get_urgency_display()
