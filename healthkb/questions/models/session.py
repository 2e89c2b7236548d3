import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models import Topic
from articles.models.fields import LineField

from .expert import Expert


class SessionState(models.TextChoices):
    UPCOMING = "upcoming", "Upcoming"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class ExpertSession(models.Model):
    """A topic, a window of time and named experts. Questions are collected before it and answered in it."""

    slug = models.SlugField(max_length=80, unique=True, help_text="The last part of its address.")
    locale = models.CharField("language", max_length=12, choices=settings.LANGUAGES, default="en")
    title = LineField(max_length=200)
    summary = LineField(max_length=500, blank=True, help_text="One or two plain sentences for readers.")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="sessions")
    experts: "models.ManyToManyField[Expert, Any]" = models.ManyToManyField(Expert, related_name="sessions")
    collects_from = models.DateTimeField("questions from", help_text="From then on readers can send their questions.")
    starts_at = models.DateTimeField("starts", help_text="Then no more questions are taken, and experts answer.")
    ends_at = models.DateTimeField("ends")
    is_announced = models.BooleanField("shown to readers", default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["-starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(collects_from__lt=F("starts_at")) & Q(starts_at__lt=F("ends_at")),
                name="expert_session_times_in_order",
                violation_error_message="Questions are collected first, then it starts, then it ends.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="expert_session_title_filled"),
        ]

    def __str__(self) -> str:
        return self.title

    def state_at(self, at: dt.datetime) -> SessionState:
        if at < self.starts_at:
            return SessionState.UPCOMING
        return SessionState.OPEN if at < self.ends_at else SessionState.CLOSED

    def takes_questions_at(self, at: dt.datetime) -> bool:
        return self.is_announced and self.collects_from <= at < self.starts_at
