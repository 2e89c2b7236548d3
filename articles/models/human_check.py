from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.content.people_checks import PEOPLE_CHECKS

from .document import Document
from .fields import LineField

User = settings.AUTH_USER_MODEL


class HumanCheck(models.Model):
    """A check that only a person can make: what was done, by whom, when, what came out. Rows are only ever added."""

    check_id = models.CharField(
        "check", max_length=20, choices=[(check.id, check.name) for check in PEOPLE_CHECKS.values()]
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="human_checks")
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="human_checks", help_text="Who was trained."
    )
    result = LineField(max_length=1000)
    passed = models.BooleanField(default=True)
    checked_by = LineField("who did it", max_length=200)
    checked_on = models.DateField("when")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, person=None) | Q(document=None, person__isnull=False),
                name="human_check_about_a_document_or_a_person",
            ),
            models.CheckConstraint(condition=~Q(result="") & ~Q(checked_by=""), name="human_check_filled"),
            models.CheckConstraint(condition=Q(check_id__in=list(PEOPLE_CHECKS)), name="human_check_known"),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} on {self.checked_on}"
