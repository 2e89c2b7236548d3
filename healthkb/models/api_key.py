import datetime as dt

from django.conf import settings
from django.db import models

from articles.models.fields import LineField

User = settings.AUTH_USER_MODEL


class Scope(models.TextChoices):
    READ = "read", "Read what is published, with higher limits"
    PREVIEW = "preview", "Read drafts too"


class ApiKey(models.Model):
    """A program's way to say for whom it asks. The key itself is kept nowhere: only its hash."""

    name = LineField(max_length=120, help_text="What it is for, for example: Shop front, staging.")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, editable=False, related_name="api_keys")
    scope = models.CharField("allows to", max_length=10, choices=Scope.choices, default=Scope.READ)
    prefix = models.CharField("begins with", max_length=16, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    owner_mark = models.CharField(
        max_length=64,
        editable=False,
        help_text="Of the owner's password when the key was made: a new one ends the key.",
    )
    made_at = models.DateTimeField("made", editable=False)
    expires_at = models.DateTimeField("ends", help_text="At most a year from now.")
    ended_at = models.DateTimeField(null=True, editable=False)
    last_used_on = models.DateField("last used", null=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "API key"
        verbose_name_plural = "API keys"
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=["read", "preview"]), name="api_key_scope_known"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="api_key_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_over(self, at: dt.datetime) -> bool:
        return self.ended_at is not None or self.expires_at <= at
