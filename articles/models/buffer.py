"""What somebody typed on a page and has not saved. It is theirs alone, and never part of the working rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .document import Document


class Buffer(models.Model):
    """``document`` is empty for a page that does not exist yet. ``values`` are the form fields that were changed."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="buffers")
    edit_number = models.PositiveIntegerField(help_text="The save that the writer started from.")
    values = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "document"], name="buffer_one_each"),
            models.UniqueConstraint(fields=["by", "kind"], condition=Q(document=None), name="buffer_one_new_each"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.document_id or 'new'}"
