from django.db import models

from articles.content.vocabulary import Event, WithdrawalKind

from .document import Document
from .fields import LineField, one_of, vocabulary_field
from .version import Version


class Change(models.Model):
    """One line of the public change feed. Rows are only ever added, numbered without gaps in commit order."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    event = vocabulary_field(Event)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="changes")
    uuid = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=120)
    locale = models.CharField(max_length=12)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="changes")
    withdrawal_kind = vocabulary_field(WithdrawalKind, blank=True)
    reason = LineField(max_length=500, blank=True, help_text="For readers of the feed.")
    redirect_to = models.CharField(max_length=120, blank=True, help_text="Slug of the document that took its place.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            one_of(Event, "event", name="change_event_known"),
            one_of(WithdrawalKind, "withdrawal_kind", name="change_withdrawal_kind_known", optional=True),
        ]
        indexes = [models.Index(fields=["kind", "locale", "slug", "-sequence"], name="change_address")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event} {self.kind} {self.slug}"


class PublishingLock(models.Model):
    """The single row that every publishing transaction locks first. It also hands out sequence numbers."""

    last_sequence = models.PositiveBigIntegerField(default=0)
    published_stamp = models.PositiveBigIntegerField(
        default=1, help_text="The database raises it itself with every change of what is published."
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="publishing_lock_single_row")]

    def __str__(self) -> str:
        return f"last change {self.last_sequence}"
