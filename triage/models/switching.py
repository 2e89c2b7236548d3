from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.fields import LineField

from .protocol import Protocol


class Switching(models.Model):
    """One use of a protocol's switch. Rows are only ever added."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="switchings")
    is_on = models.BooleanField()
    reason = LineField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="switching_reason_given")]

    def __str__(self) -> str:
        return f"{'on' if self.is_on else 'off'}: {self.reason}"
