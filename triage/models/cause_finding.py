from django.db import models
from django.db.models import Q

from articles.models import Cause
from articles.models.fields import CharField, LineField

from .fields import WaysField
from .protocol import Protocol, ProtocolPart


class Weight(models.TextChoices):
    """How much a finding speaks for a cause, or against it."""

    STRONGLY_FOR = "++", "++ strongly for"
    FOR = "+", "+ for"
    NEITHER = "0", "0 neither"
    AGAINST = "-", "− against"
    STRONGLY_AGAINST = "--", "−− strongly against"


class ProtocolCause(ProtocolPart):
    """A cause that the protocol may name."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="causes")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="in_protocols")

    class Meta(ProtocolPart.Meta):
        verbose_name = "cause"
        constraints = [models.UniqueConstraint(fields=["protocol", "cause"], name="protocol_cause_once")]

    def __str__(self) -> str:
        return str(self.cause)


class CauseFinding(ProtocolPart):
    """What a finding says for or against a cause. It never bears on how urgent anything is."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="cause_findings")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="findings")
    any = WaysField("when")
    if_present = CharField(max_length=2, choices=Weight.choices, default=Weight.NEITHER)
    if_absent = CharField(max_length=2, choices=Weight.choices, default=Weight.NEITHER)
    note = LineField(max_length=300, blank=True)

    class Meta(ProtocolPart.Meta):
        verbose_name = "cause link"
        constraints = [
            models.CheckConstraint(
                condition=Q(if_present__in=Weight.values, if_absent__in=Weight.values),
                name="cause_finding_weight_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.cause)
