"""Placements: a library entry's place in an article. The entry is shared, the place and the note are not."""

from django.db import models

from articles.content.vocabulary import Frequency

from .article import Article, ArticlePart
from .cause import Cause
from .diagnostic_test import DiagnosticTest
from .faq import Faq
from .fields import LineField, MarkdownField, bounded, one_of, vocabulary_field
from .red_flag import RedFlag
from .remedy import Remedy

NOTE_HELP = "Shown in this article only."


class Placement(ArticlePart):
    note = MarkdownField(blank=True, help_text=NOTE_HELP)

    class Meta(ArticlePart.Meta):
        abstract = True


class CausePlacement(Placement):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="causes")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="placements")
    frequency = vocabulary_field(Frequency, default=Frequency.COMMON)

    class Meta(Placement.Meta):
        verbose_name = "cause"
        constraints = [
            models.UniqueConstraint(fields=["article", "cause"], name="cause_placed_once"),
            one_of(Frequency, "frequency", name="cause_placement_frequency_known"),
            *bounded("cause_placement", "note"),
        ]

    def __str__(self) -> str:
        return str(self.cause)


class RemedyPlacement(Placement):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="remedies")
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="placements")

    class Meta(Placement.Meta):
        verbose_name = "remedy"
        verbose_name_plural = "remedies"
        constraints = [
            models.UniqueConstraint(fields=["article", "remedy"], name="remedy_placed_once"),
            *bounded("remedy_placement", "note"),
        ]

    def __str__(self) -> str:
        return str(self.remedy)


class RedFlagPlacement(Placement):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="red_flags")
    red_flag = models.ForeignKey(RedFlag, on_delete=models.PROTECT, related_name="placements")
    group = LineField(max_length=120, blank=True, help_text="The heading under which readers see it.")

    class Meta(Placement.Meta):
        verbose_name = "red flag"
        constraints = [
            models.UniqueConstraint(fields=["article", "red_flag"], name="red_flag_placed_once"),
            *bounded("red_flag_placement", "note"),
        ]

    def __str__(self) -> str:
        return str(self.red_flag)


class TestPlacement(Placement):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="tests")
    test = models.ForeignKey(DiagnosticTest, on_delete=models.PROTECT, related_name="placements")

    # The name starts with "Test", and pytest would otherwise collect it.
    __test__ = False

    class Meta(Placement.Meta):
        verbose_name = "test"
        constraints = [
            models.UniqueConstraint(fields=["article", "test"], name="test_placed_once"),
            *bounded("test_placement", "note"),
        ]

    def __str__(self) -> str:
        return str(self.test)


class FaqPlacement(Placement):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="faqs")
    faq = models.ForeignKey(Faq, on_delete=models.PROTECT, related_name="placements")

    class Meta(Placement.Meta):
        verbose_name = "FAQ"
        constraints = [
            models.UniqueConstraint(fields=["article", "faq"], name="faq_placed_once"),
            *bounded("faq_placement", "note"),
        ]

    def __str__(self) -> str:
        return str(self.faq)
