from django.db import models

from .document import Document


class CheckSummary(models.Model):
    """What the checks found in a document's working rows, counted, so that lists can be filtered by it."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="check_summary")
    edit_number = models.PositiveIntegerField()
    blocked = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField(help_text="Without those that somebody has let stand.")
    notes = models.PositiveSmallIntegerField()
    reading_grade = models.PositiveSmallIntegerField(null=True, help_text="Empty where the text is too short to say.")
    oldest_reference = models.DateField(null=True)
    checked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.blocked} to put right, {self.warnings} warnings"
