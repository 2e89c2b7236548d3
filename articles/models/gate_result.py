"""What the checks said of a version, and which warnings a person has accepted. Rows are only ever added."""

from django.conf import settings
from django.db import models

from articles.content.vocabulary import GateStage, Severity

from .fields import LineField, one_of, vocabulary_field
from .version import Version

User = settings.AUTH_USER_MODEL


class GateRun(models.Model):
    """One time that all checks were run on a version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="gate_runs")
    stage = vocabulary_field(GateStage)
    at = models.DateTimeField()
    passed = models.PositiveSmallIntegerField(help_text="How many of the checks found nothing.")

    class Meta:
        ordering = ["at", "pk"]
        get_latest_by = ("at", "pk")
        constraints = [one_of(GateStage, "stage", name="gate_run_stage_known")]

    def __str__(self) -> str:
        return f"{self.stage} checks of {self.version_id}"


class GateResult(models.Model):
    """One finding. ``fingerprint`` is equal for the same words in the same field of a later version."""

    run = models.ForeignKey(GateRun, on_delete=models.PROTECT, related_name="results")
    check_id = models.CharField(max_length=20)
    severity = vocabulary_field(Severity)
    field = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    message = models.TextField()
    fix = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["run", "pk"]
        constraints = [one_of(Severity, "severity", name="gate_result_severity_known")]

    def __str__(self) -> str:
        return f"{self.check_id} {self.field}"


class GateOverride(models.Model):
    """A person's decision that a warning is right to stand, for this finding and its like in later versions."""

    result = models.ForeignKey(GateResult, on_delete=models.PROTECT, related_name="overrides")
    fingerprint = models.CharField(max_length=64, db_index=True)
    reason = LineField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = LineField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="gate_override_reason_filled")]

    def __str__(self) -> str:
        return self.reason
