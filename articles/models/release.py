import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import LineField

User = settings.AUTH_USER_MODEL


class Release(models.Model):
    """Several requests for review that go live in one moment, or not at all."""

    class ClosedAs(models.TextChoices):
        PUBLISHED = "published"
        TAKEN_APART = "taken_apart"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LineField(max_length=200, help_text="For editors, for example: New advice on salt.")
    go_live_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_as = models.CharField(max_length=20, choices=ClosedAs.choices, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="release_named"),
            models.CheckConstraint(
                condition=Q(closed_as__in=["", "published", "taken_apart"]), name="release_closed_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at=None, closed_by=None)
                | (~Q(closed_as="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="release_closed_with_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_as == ""
