"""Showing a draft to somebody without an account, for a short time, and what they say about it."""

import uuid

from django.conf import settings
from django.db import models

from .document import Document
from .fields import LineField

User = settings.AUTH_USER_MODEL


class PreviewLink(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="preview_links")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="preview_link_expires_after_it_is_made"
            )
        ]

    def __str__(self) -> str:
        return f"preview of {self.document_id}"


class PreviewComment(models.Model):
    """What the holder of a link said about one field of the draft, as it read at that moment."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    name = LineField("who", max_length=120, help_text="As they gave it. Nobody has checked it.")
    content_sha256 = models.CharField(max_length=64, help_text="Of the draft that they read.")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(name=""), name="preview_comment_filled")
        ]

    def __str__(self) -> str:
        return f"{self.name} on {self.field}"
