from typing import Any, ClassVar

from django.db import models

from .contributor import Contributor
from .document import Document
from .fields import MarkdownField, bounded


class Faq(Document):
    KIND = "faq"
    TITLE_LABEL = "question"

    answer = MarkdownField(blank=True)
    answered_by = models.ForeignKey(
        Contributor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        help_text="The expert whose answer this is, where a reader asked. Readers see the name, role and credentials.",
    )
    answered_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = "FAQ"
        constraints = bounded("faq", "answer")
