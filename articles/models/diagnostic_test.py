from typing import Any, ClassVar

from django.db import models

from .document import Document
from .fields import MarkdownField, bounded


class DiagnosticTest(Document):
    KIND = "test"
    TITLE_LABEL = "name"

    purpose = MarkdownField(blank=True)
    what_happens = MarkdownField(blank=True)
    when_used = MarkdownField("when it is used", blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = "test"
        constraints = bounded("test", "purpose", "what_happens", "when_used")
