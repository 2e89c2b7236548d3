import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.content.vocabulary import ChangeKind, Decision, ReviewRole

from .fields import LineField, one_of, vocabulary_field
from .release import Release
from .version import Version

User = settings.AUTH_USER_MODEL


class ClosedAs(models.TextChoices):
    PUBLISHED = "published"
    CHANGES_REQUESTED = "changes_requested"
    DECLINED = "declined"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


class ReviewRequest(models.Model):
    """One submission: the versions that are reviewed together and go live together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    versions: "models.ManyToManyField[Version, RequestedVersion]" = models.ManyToManyField(
        Version, through="RequestedVersion", related_name="requests"
    )
    change_kind = vocabulary_field(ChangeKind)
    change_note = LineField(max_length=500)
    content_hash = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    go_live_at = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    scheduled_at = models.DateTimeField(null=True)
    emergency_reason = LineField(max_length=500, blank=True)
    clinical_reviews = models.PositiveSmallIntegerField(
        default=0, help_text="The least number of clinicians who must approve, whatever the kind of change."
    )
    release = models.ForeignKey(
        Release,
        on_delete=models.PROTECT,
        null=True,
        related_name="requests",
        help_text="It goes live with the others in this release, and not before.",
    )
    closed_as = models.CharField(max_length=20, choices=ClosedAs.choices, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-submitted_at"]
        get_latest_by = "submitted_at"
        constraints = [
            one_of(ChangeKind, "change_kind", name="review_request_change_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_as__in=["", *ClosedAs.values]), name="review_request_closed_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_as="", closed_at=None, closed_by=None)
                | (~Q(closed_as="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="review_request_closed_with_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(scheduled_at=None, scheduled_by=None)
                | Q(scheduled_at__isnull=False, scheduled_by__isnull=False, go_live_at__isnull=False),
                name="review_request_scheduled_with_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.change_note

    @property
    def is_open(self) -> bool:
        return self.closed_as == ""

    @property
    def is_scheduled(self) -> bool:
        return self.is_open and self.scheduled_at is not None


class RequestedVersion(models.Model):
    request = models.ForeignKey(ReviewRequest, on_delete=models.CASCADE, related_name="items")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="items")
    is_main = models.BooleanField(default=False, help_text="What was submitted, rather than what came along.")

    class Meta:
        ordering = ["-is_main", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "version"], name="requested_version_unique")]

    def __str__(self) -> str:
        return str(self.version)


class Review(models.Model):
    """One decision of one person about exactly this content. Rows are only ever added."""

    request = models.ForeignKey(ReviewRequest, on_delete=models.PROTECT, related_name="reviews")
    role = vocabulary_field(ReviewRole)
    decision = vocabulary_field(Decision)
    comment = models.TextField(blank=True, max_length=5000)
    content_hash = models.CharField(max_length=64)
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reviews")
    reviewer_name = LineField(max_length=200)
    reviewer_role = LineField(max_length=120, blank=True)
    credentials = LineField(max_length=200, blank=True)
    is_demonstration = models.BooleanField(default=False)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            one_of(ReviewRole, "role", name="review_role_known"),
            one_of(Decision, "decision", name="review_decision_known"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_name}: {self.get_decision_display()}"


class FieldComment(models.Model):
    """What a reviewer said about one field of a version, with their decision. Rows are only ever added."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="field_comments")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="field_comments")
    field = LineField(max_length=300, help_text="In the words of the review page.")
    text = models.TextField(max_length=5000)

    class Meta:
        ordering = ["review", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text="") & ~Q(field=""), name="field_comment_filled")]

    def __str__(self) -> str:
        return f"{self.field}: {self.text[:60]}"
