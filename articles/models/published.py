"""What readers get. Only the publishing transaction writes these rows, and public code reads nothing else."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.utils import timezone

from articles.content.vocabulary import ReviewStatus

from .document import Document
from .fields import one_of, vocabulary_field
from .version import Version


def not_over(at: dt.datetime) -> Q:
    return Q(live_until=None) | Q(live_until__gt=at)


def live_at(at: dt.datetime) -> Q:
    """What readers have at this moment. A row that has gone live stays so for servers whose clock is behind."""
    return not_over(at) & (Q(is_announced=True) | Q(live_from__lte=at))


def withheld_at(at: dt.datetime) -> Q:
    """Overdue for longer than the policy allows for the most urgent sign on the page. With no policy, nothing is."""
    today = timezone.localdate(at)
    found = Q(pk__in=[])
    for urgency, days in settings.WITHHOLD_OVERDUE.items():
        facets = PublishedFacet.objects.filter(name="urgency", value=urgency)
        late = Q(next_review__lt=today - dt.timedelta(days=days))
        found |= late if urgency == "any" else late & Q(pk__in=facets.values("published"))
    return found


class PublishedQuerySet(models.QuerySet["Published"]):
    def live(self, at: dt.datetime) -> Self:
        """The documents that readers have at this moment: at most one row for each document."""
        return self.filter(live_at(at))

    def not_withheld(self, at: dt.datetime) -> Self:
        return self.exclude(withheld_at(at)) if settings.WITHHOLD_OVERDUE else self

    def tell_withheld(self, at: dt.datetime) -> Self:
        """Each row with ``is_withheld``, in the same query."""
        withheld: Any = (
            ExpressionWrapper(withheld_at(at), BooleanField()) if settings.WITHHOLD_OVERDUE else Value(False)
        )
        return self.annotate(is_withheld=withheld)

    def current_and_scheduled(self, at: dt.datetime) -> Self:
        return self.filter(not_over(at))


class Published(models.Model):
    """A public document as ready-made bytes, for the time from ``live_from`` until ``live_until``."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="published")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="published")
    uuid = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=120)
    locale = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    body = models.BinaryField(help_text="JSON, complete but for review_status, which depends on the day it is read.")
    summary = models.BinaryField(help_text="JSON of the fields shown in lists, without review_status likewise.")
    etag = models.CharField(max_length=64, help_text="sha256 of body.")
    review_status = vocabulary_field(ReviewStatus)
    last_reviewed = models.DateField(null=True)
    next_review = models.DateField(null=True)
    first_published_at = models.DateTimeField()
    modified_at = models.DateTimeField(help_text="When the text that readers get last changed.")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    is_announced = models.BooleanField(default=True, help_text="It is in the change feed. False while it is scheduled.")

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "published"
        constraints = [
            models.UniqueConstraint(fields=["document", "live_from"], name="published_once_at_a_time"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(live_until=None), name="published_one_without_end"
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gt=models.F("live_from")),
                name="published_ends_after_start",
            ),
            one_of(ReviewStatus, "review_status", name="published_review_status_known"),
        ]
        indexes = [
            models.Index(fields=["kind", "locale", "slug", "live_from"], name="published_live_address"),
            # With all that tells what is live, so that counting and turning pages read no bodies.
            models.Index(
                fields=["kind", "locale", "title", "slug", "id", "live_from", "live_until", "is_announced"],
                name="published_live_by_title",
            ),
            models.Index(fields=["kind", "locale", "modified_at"], name="published_by_modified"),
            # Every publish asks what waits for its time, which few rows do.
            models.Index(fields=["live_from"], condition=Q(is_announced=False), name="published_ahead"),
        ]

    def __str__(self) -> str:
        return self.title


class PackedBody(models.Model):
    """The body of a published document, with its ``review_status``, made smaller for the way to the reader."""

    published = models.ForeignKey(Published, on_delete=models.CASCADE, related_name="packed")
    coding = models.CharField(max_length=10, help_text="Its name in HTTP, such as gzip.")
    body = models.BinaryField()

    class Meta:
        verbose_name_plural = "packed bodies"
        constraints = [models.UniqueConstraint(fields=["published", "coding"], name="packed_body_unique")]

    def __str__(self) -> str:
        return self.coding


class PastPublication(models.Model):
    """What readers had before: the very bytes, and from when until when. Rows are only ever added."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="past_publications")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="past_publications")
    body = models.BinaryField()
    etag = models.CharField(max_length=64)
    review_status = vocabulary_field(ReviewStatus)
    next_review = models.DateField(null=True)
    modified_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()

    class Meta:
        ordering = ["document", "live_from"]
        constraints = [
            models.UniqueConstraint(fields=["document", "live_from"], name="past_publication_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(live_until__gt=models.F("live_from")), name="past_publication_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} from {self.live_from} until {self.live_until}"


class PublishedPart(models.Model):
    """The version of another document that a published document was composed with."""

    published = models.ForeignKey(Published, on_delete=models.CASCADE, related_name="parts")
    part = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="embedded_in")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="embedded_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["published", "part"], name="published_part_unique")]

    def __str__(self) -> str:
        return str(self.version)


class PublishedFacet(models.Model):
    """A name and value that lists filter by."""

    published = models.ForeignKey(Published, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=30)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["published", "name", "value"], name="published_facet_unique")]
        indexes = [models.Index(fields=["name", "value", "published"], name="published_with_facet")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class PublishedContribution(models.Model):
    """A field that one published document adds to another, such as the triage link of an article."""

    published = models.ForeignKey(Published, on_delete=models.CASCADE, related_name="contributions")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="contributions")
    field = models.CharField(max_length=30)
    value = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["published", "target", "field"], name="published_contribution_unique")
        ]

    def __str__(self) -> str:
        return self.field
