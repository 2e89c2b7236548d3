from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from articles.content.vocabulary import Urgency
from articles.models import Article, Document, Reference, Wording
from articles.models.fields import MarkdownField, WordListField, bounded

from .fields import WaysField, level_field, level_known

OUT_OF_SCOPE_TEXT = "This check was not made for you. Talk to a health professional instead."


class Protocol(Document):
    """The questions and rules for one complaint, or a pack of them that other protocols include."""

    KIND = "protocol"

    purpose = MarkdownField(blank=True, help_text="What it does, in one or two sentences.")
    scope_outside = WaysField("not made for", help_text="Who should not use it. Leave empty if anybody may.")
    scope_level = level_field("what they are told", default=Urgency.SOON)
    scope_message = MarkdownField("what they read", default=OUT_OF_SCOPE_TEXT)
    default_level = level_field("when no rule is met", default=Urgency.SELF_CARE)
    default_message = MarkdownField("what they read then", blank=True)
    default_action = MarkdownField("what to do then", blank=True)
    default_references: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        Reference, blank=True, related_name="+", verbose_name="sources for that"
    )
    remedies_up_to = level_field("most urgent level with remedies", default=Urgency.SOON)
    disclaimer = MarkdownField(blank=True)
    safety_net = WordListField("when to get help again", help_text="Always shown with the result, one sentence each.")
    recheck_after_days = models.PositiveSmallIntegerField(
        "check again after (days)", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    includes: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="included_in", help_text="Packs that are asked first."
    )
    wordings: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        Wording, blank=True, related_name="protocols", help_text="How each level is said to readers, for each country."
    )
    articles: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        Article, blank=True, related_name="protocols", help_text="Articles that link to this check, and it to them."
    )
    is_switched_on = models.BooleanField(
        "switched on", default=True, editable=False, help_text="Off: from the next request on nobody gets a result."
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [
            *bounded("protocol", "purpose", "scope_message", "default_message", "default_action", "disclaimer"),
            level_known("protocol_scope_level_known", "scope_level"),
            level_known("protocol_default_level_known", "default_level"),
            level_known("protocol_remedies_level_known", "remedies_up_to"),
            models.CheckConstraint(
                condition=~Q(scope_level=Urgency.SELF_CARE),
                name="protocol_out_of_scope_never_self_care",
                violation_error_message="People outside the scope are never told self-care.",
            ),
            models.CheckConstraint(
                condition=Q(recheck_after_days=None) | Q(recheck_after_days__gte=1), name="protocol_recheck_in_days"
            ),
        ]


class ProtocolPart(models.Model):
    """A row of a protocol, in the order of its list. Each has its own ``protocol``."""

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
