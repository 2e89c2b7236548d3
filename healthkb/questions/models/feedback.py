"""What readers say of a published document. Counts know no person; a report knows only its own words."""

from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from articles.models import Document
from articles.models.fields import LineField

MOST_LETTERS = 1000


class Helpfulness(models.Model):
    """How many readers said yes, and how many no, of one version of a document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="helpfulness")
    version = models.PositiveIntegerField()
    helpful = models.PositiveIntegerField(default=0)
    not_helpful = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "helpful or not"
        ordering = ["document", "-version"]
        constraints = [models.UniqueConstraint(fields=["document", "version"], name="helpfulness_once_for_a_version")]

    def __str__(self) -> str:
        return f"{self.document}, version {self.version}"


class ProblemCategory(models.TextChoices):
    WRONG = "wrong", "Something is wrong"
    OUT_OF_DATE = "out_of_date", "Something is out of date"
    UNCLEAR = "unclear", "Something is hard to understand"
    MISSING = "missing", "Something is missing"
    BROKEN = "broken", "A link or picture does not work"
    OTHER = "other", "Something else"


class ReportState(models.TextChoices):
    OPEN = "open", "Open"
    MENDED = "mended", "Put right"
    KEPT = "kept", "Looked at, left as it is"


class ProblemReport(models.Model):
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="problem_reports")
    version = models.PositiveIntegerField()
    category = models.CharField(max_length=20, choices=ProblemCategory.choices)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(MOST_LETTERS)])
    reported_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=20, choices=ReportState.choices, default=ReportState.OPEN)
    reply = LineField(max_length=500, blank=True, help_text="Whoever reported it reads this by their private link.")
    closed_at = models.DateTimeField(null=True, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 many have none
    erased_at = models.DateTimeField("words deleted", null=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(text__length__lte=MOST_LETTERS), name="report_text_length"),
            models.CheckConstraint(condition=Q(category__in=ProblemCategory.values), name="report_category_known"),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN, closed_at=None)
                | Q(state__in=[ReportState.MENDED, ReportState.KEPT], closed_at__isnull=False),
                name="report_closed_when",
            ),
        ]

    def __str__(self) -> str:
        """Without a word of it: names of rows get into logs."""
        return f"Report {self.pk}"
