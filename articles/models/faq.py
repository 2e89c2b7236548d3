from typing import Any, ClassVar

from django.db import models

from .document import Document
from .fields import MarkdownField, bounded


class Faq(Document):
    KIND = "faq"
    TITLE_LABEL = "question"

    answer = MarkdownField(blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = "FAQ"
        constraints = bounded("faq", "answer")
