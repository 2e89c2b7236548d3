from django.conf import settings
from django.db import models

from articles.content.vocabulary import AuditAction

from .fields import LineField, vocabulary_field

FIRST_PREVIOUS = "0" * 64  # what the first entry of the log follows


class AuditEntry(models.Model):
    """Who did what, when. Each entry holds the hash of the one before, so that none can be changed unseen."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    action = vocabulary_field(AuditAction)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = LineField("who", max_length=200)
    subject_kind = models.CharField("kind", max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    subject = LineField("what it was done to", max_length=500, blank=True)
    details = models.TextField(help_text="Canonical JSON.")
    previous_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit log"
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="audit_entry_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.get_action_display()}"


class AuditHead(models.Model):
    """The single row that everyone who writes to the log locks first. It knows the last entry."""

    number = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default=FIRST_PREVIOUS)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="audit_head_single_row")]

    def __str__(self) -> str:
        return f"last entry {self.number}"
