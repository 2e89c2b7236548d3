from typing import Any, ClassVar

from django.db import models

from articles.content.vocabulary import Urgency

from .document import Document
from .fields import MarkdownField, bounded, one_of, vocabulary_field


class RedFlag(Document):
    """A warning sign, how soon it needs help and what to do about it."""

    KIND = "red_flag"
    TITLE_LABEL = "name"

    text = MarkdownField("what the reader notices", blank=True)
    urgency = vocabulary_field(Urgency, blank=True, default="")
    action = MarkdownField("what to do", blank=True)
    why = MarkdownField("why it matters", blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [
            *bounded("red_flag", "text", "action", "why"),
            one_of(Urgency, "urgency", name="red_flag_urgency_known", optional=True),
        ]
