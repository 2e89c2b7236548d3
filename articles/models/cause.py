from typing import Any, ClassVar

from django.db import models

from .diagnostic_test import DiagnosticTest
from .document import Document
from .fields import MarkdownField, WordListField, bounded
from .red_flag import RedFlag
from .remedy import Remedy


class Cause(Document):
    KIND = "cause"
    TITLE_LABEL = "name"

    description = MarkdownField(blank=True)
    mechanism = MarkdownField("how it leads to the symptom", blank=True)
    what_to_do = MarkdownField(blank=True)
    when_to_suspect = MarkdownField(blank=True)
    serious = models.BooleanField(default=False)
    synonyms = WordListField(help_text="Other names that people search for.")
    remedies = models.ManyToManyField(Remedy, blank=True, related_name="causes")
    tests = models.ManyToManyField(DiagnosticTest, blank=True, related_name="causes")
    red_flags = models.ManyToManyField(RedFlag, blank=True, related_name="causes")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = bounded("cause", "description", "mechanism", "what_to_do", "when_to_suspect")
