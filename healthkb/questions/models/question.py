"""A reader's question on its way to an answer. What the reader wrote is private, and does not stay for long."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from articles.models import Article, Faq, Reference, Topic
from articles.models.fields import LineField, MarkdownField, bounded

from .expert import Expert
from .session import ExpertSession

User = settings.AUTH_USER_MODEL
MOST_LETTERS = 2000
LONGEST_TITLE = 200  # of a FAQ


class QuestionState(models.TextChoices):
    """Where a question stands. Worked out from its row each time (``services.states``), never stored."""

    NEW = "new", "New"
    NEEDS_MODERATION = "needs_moderation", "Needs moderation"
    ASSIGNED = "assigned", "Assigned"
    ANSWERED = "answered", "Answered"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    DECLINED = "declined", "Declined"
    MERGED = "merged", "Answered already"


class DeclineReason(models.TextChoices):
    PERSONAL_CASE = "personal_case", "It needs somebody who can examine the person"
    OFF_TOPIC = "off_topic", "It is not about what we write on"
    UNCLEAR = "unclear", "We could not tell what was asked"
    ABUSE = "abuse", "Spam or abuse"
    OTHER = "other", "Another reason, in the message"


class Question(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(MOST_LETTERS)])
    locale = models.CharField("language", max_length=12, choices=settings.LANGUAGES, default="en")
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    session = models.ForeignKey(
        ExpertSession, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    asked_at = models.DateTimeField(db_index=True)
    has_details = models.BooleanField("personal details", default=False)
    is_alarming = models.BooleanField("alarming words", default=False)
    token_sha256 = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 many have none
    erased_at = models.DateTimeField("private text deleted", null=True, editable=False)

    public_text = LineField("question as readers will see it", max_length=LONGEST_TITLE, blank=True)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    assigned_at = models.DateTimeField(null=True, editable=False)
    returned_note = LineField("why it came back", max_length=500, blank=True)

    declined_because = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    merged_into = models.ForeignKey(Faq, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    message = LineField("message to the person who asked", max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    faq = models.OneToOneField(Faq, on_delete=models.PROTECT, null=True, blank=True, related_name="question")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        permissions = [
            ("moderate_question", "Can moderate readers' questions and reports"),
            ("answer_question", "Can answer questions that are assigned to them"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(text__length__lte=MOST_LETTERS), name="question_text_length"),
            models.CheckConstraint(condition=~Q(text="") | Q(erased_at__isnull=False), name="question_has_text"),
            models.CheckConstraint(
                condition=Q(expert=None, assigned_at=None) | Q(expert__isnull=False, assigned_at__isnull=False),
                name="question_assigned_when",
            ),
            models.CheckConstraint(
                condition=Q(expert=None) | ~Q(public_text=""), name="question_cleaned_before_it_is_assigned"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, declined_because="", merged_into=None)
                | Q(closed_at__isnull=False, faq=None),
                name="question_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(declined_because__in=["", *DeclineReason.values]), name="question_decline_reason_known"
            ),
        ]

    def __str__(self) -> str:
        """Without a word of it: names of rows get into logs."""
        return f"Question {self.pk}"


class Contact(models.Model):
    """Where to tell the person that there is an answer. Apart from the question; gone as soon as they were told."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField(max_length=254)

    def __str__(self) -> str:
        return f"contact of question {self.question_id}"


class Answer(models.Model):
    """An expert's answer, before it becomes a FAQ document."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="answer")
    text = MarkdownField()
    by = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="answers")
    answered_at = models.DateTimeField()
    references: "models.ManyToManyField[Reference, Any]" = models.ManyToManyField(
        Reference, blank=True, related_name="+", verbose_name="sources"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="answer_filled"),
            *bounded("answer", "text"),
        ]

    def __str__(self) -> str:
        return f"Answer to question {self.question_id}"
