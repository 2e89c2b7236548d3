from django.conf import settings
from django.db import models
from django.db.models import Q

from .document import Document
from .fields import LineField
from .version import Version

User = settings.AUTH_USER_MODEL


class ReviewTask(models.Model):
    """A part of a live document was changed for safety, so somebody looks at whether the rest of it still holds."""

    class Outcome(models.TextChoices):
        STILL_HOLDS = "still_holds"
        REVIEWED_ANEW = "reviewed_anew"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="review_tasks")
    because = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="review_tasks", help_text="The safety change of the part."
    )
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    note = LineField(max_length=500, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "because"], name="review_task_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "still_holds", "reviewed_anew"]), name="review_task_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, closed_by=None)
                | (~Q(outcome="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="review_task_closed_with_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.because.document} was changed for safety"

    @property
    def is_open(self) -> bool:
        return self.outcome == ""
