"""What has been done about work that falls due by the clock, so that each piece of it is done once."""

from django.conf import settings
from django.db import models

from .document import Document


class Reminder(models.Model):
    """An owner was told that a review is due. One for each review date and each reason."""

    class Reason(models.TextChoices):
        DUE = "due", "A review is due soon"
        OVERDUE = "overdue", "A review is overdue"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="reminders")
    next_review = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "next_review", "reason"], name="reminder_sent_once"),
            models.CheckConstraint(condition=models.Q(reason__in=["due", "overdue"]), name="reminder_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.document_id}"


class DueJob(models.Model):
    """When a job of the worker may be begun again. Whoever moves ``next_at`` on has the job until then."""

    name = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
