import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

User = settings.AUTH_USER_MODEL


class BulkChange(models.Model):
    """One thing done to many documents. ``documents`` are keys; those before ``done`` have had their turn."""

    class Action(models.TextChoices):
        OWNER = "owner", "Set the owner"
        TOPIC = "topic", "Add a topic"
        REVIEW_INTERVAL = "review_interval", "Set how often it is reviewed"
        SUBMIT = "submit", "Submit for review"
        SCHEDULE = "schedule", "Submit to go live at a set time"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.CharField(max_length=20, choices=Action.choices)
    values = models.JSONField(default=dict)
    documents = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="For each that was refused: its key, its name and why.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=["owner", "topic", "review_interval", "submit", "schedule"]),
                name="bulk_change_action_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {len(self.documents)}"
