from typing import Any

from django.conf import settings
from django.db import models

from articles.content.vocabulary import ChangeKind

from .document import Document
from .fields import LineField, one_of, vocabulary_field

User = settings.AUTH_USER_MODEL


class Version(models.Model):
    """The frozen content of a document at one moment. Rows are only ever added: the database refuses the rest."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    schema_version = models.PositiveSmallIntegerField(help_text="The payload format, so that old ones can be read.")
    payload = models.TextField(help_text="Canonical JSON of the working rows. Other documents are named by uuid.")
    sha256 = models.CharField(max_length=64)
    edit_number = models.PositiveIntegerField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    authors: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        User, related_name="authored_versions", help_text="Everyone who edited since the version that was live."
    )
    change_note = LineField(max_length=500)
    change_kind = vocabulary_field(ChangeKind)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "-number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number_unique"),
            one_of(ChangeKind, "change_kind", name="version_change_kind_known"),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="version_sha256_hex"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.document_id}"
