import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import LineField

User = settings.AUTH_USER_MODEL


class ImportState(models.TextChoices):
    WAITING = "waiting", "Waiting to be read"
    READY = "ready", "Ready to confirm"
    BLOCKED = "blocked", "Has problems to mend first"
    CONFIRMED = "confirmed", "Waiting to be saved"
    APPLIED = "applied", "Saved"
    SUBMITTING = "submitting", "Waiting to be submitted"
    UNDOING = "undoing", "Waiting to be taken back"
    UNDONE = "undone", "Taken back"
    CANCELLED = "cancelled", "Cancelled"


UNDECIDED_IMPORTS = (ImportState.WAITING, ImportState.READY, ImportState.BLOCKED)
UNSAVED_IMPORTS = (*UNDECIDED_IMPORTS, ImportState.CONFIRMED)


class ImportBatch(models.Model):
    """One uploaded spreadsheet, from its preview to the day it is taken back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("file", max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes of the file, or of its text where that is longer.")
    sheet = models.CharField(max_length=40, blank=True, help_text="Which sheet a CSV is, if its name does not say so.")
    matching = models.JSONField(default=dict, blank=True, help_text="Which column of the file fills which of ours.")
    note = LineField(max_length=500, blank=True)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.WAITING)
    on_conflict = models.CharField(
        max_length=10,
        blank=True,
        choices=[("keep", "Keep what is there"), ("overwrite", "Use the text of the file")],
    )
    counts = models.JSONField(default=dict, help_text="For each sheet: new, changed, unchanged, removed, conflicts.")
    progress = models.PositiveIntegerField(default=0, help_text="Rows looked at so far.")
    attempt = models.PositiveIntegerField(
        default=0,
        db_default=0,
        editable=False,
        help_text="How often its file was compared. Only the latest time counts.",
    )
    rows = models.PositiveIntegerField(default=0, help_text="Rows in the file.")
    message = models.CharField(max_length=500, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="Who asked for what the worker is to do."
    )
    edits_gone = models.JSONField(
        default=dict,
        blank=True,
        help_text="Who wrote the pages that it took away: they are theirs again if they return.",
    )
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    submit_as = models.JSONField(default=dict, blank=True, help_text="The kind of change and the note, for the worker.")
    request = models.ForeignKey("ReviewRequest", on_delete=models.PROTECT, null=True, related_name="+")
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "import"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(applied_at=None, applied_by=None) | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="import_applied_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="import_undone_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "submitting", "undoing", "undone"]) | Q(applied_at__isnull=False),
                name="import_applied_once_saved",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportPiece(models.Model):
    """A mebibyte or less of the file as it was sent, until the import is saved or cancelled."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = "piece of an imported file"
        verbose_name_plural = "pieces of imported files"
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_piece_unique")]

    def __str__(self) -> str:
        return f"piece {self.number}"


PARTS = ("changes", "findings", "live", "sample", "marked")


class ImportPage(models.Model):
    """Up to a hundred rows of a preview, packed. A saved import keeps its pages so that it can be taken back.

    ``sample`` has the first rows of each sheet of the file as they are, and ``live`` the live pages that would change;
    ``marked`` is a piece of the workbook with its problems marked, as it is.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="pages")
    part = models.CharField(max_length=10, choices=[(part, part.capitalize()) for part in PARTS])
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    has_conflicts = models.BooleanField(default=False)
    data = models.BinaryField()

    class Meta:
        verbose_name = "import page"
        ordering = ["batch", "part", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "part", "number"], name="import_page_unique")]

    def __str__(self) -> str:
        return f"{self.part} {self.number}"
