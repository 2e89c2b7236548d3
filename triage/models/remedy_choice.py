from typing import Any

from django.db import models

from articles.models import Cause, Remedy
from articles.models.fields import MarkdownField, bounded

from .fields import WaysField
from .protocol import Protocol, ProtocolPart


class RemedyChoice(ProtocolPart):
    """A remedy that the protocol may offer, and who is not offered it."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="remedies")
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="in_protocols")
    text = MarkdownField(blank=True, help_text="Leave empty to use the steps of the remedy.")
    causes: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        Cause, blank=True, related_name="+", help_text="Offered for these. Leave empty to offer it to everybody."
    )
    exclude_when = WaysField("not offered when")
    exclude_text = MarkdownField("what they read instead", blank=True)

    class Meta(ProtocolPart.Meta):
        verbose_name = "triage remedy"
        verbose_name_plural = "triage remedies"
        constraints = [
            models.UniqueConstraint(fields=["protocol", "remedy"], name="protocol_remedy_once"),
            *bounded("remedy_choice", "text", "exclude_text"),
        ]

    def __str__(self) -> str:
        return str(self.remedy)
