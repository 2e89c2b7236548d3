from typing import Any

from django.db import models
from django.db.models import Q

from articles.content.vocabulary import Urgency
from articles.models import RedFlag, Reference
from articles.models.fields import MarkdownField, bounded

from .fields import RULE_CODE, RuleCodeField, WayField, code_shaped, level_field, level_known
from .protocol import Protocol, ProtocolPart


class Rule(ProtocolPart):
    """A level, and the conditions any one of which gives it. There is no "not" and no "else"."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="rules")
    code = RuleCodeField(help_text="Short, for example E01.")
    level = level_field(blank=True, default="")
    level_if_unsure = level_field("level if not sure", blank=True, default="")
    message = MarkdownField("why", blank=True, help_text="What the reader is told.")
    action = MarkdownField("what to do", blank=True)
    rationale = MarkdownField("clinical reasons", blank=True)
    red_flag = models.ForeignKey(
        RedFlag, on_delete=models.PROTECT, null=True, blank=True, related_name="rules", help_text="What it rests on."
    )
    references: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        Reference, blank=True, related_name="rules", verbose_name="sources"
    )

    class Meta(ProtocolPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["protocol", "code"], name="rule_code_unique"),
            code_shaped("rule_code_shaped", pattern=RULE_CODE),
            level_known("rule_level_known", optional=True),
            level_known("rule_level_if_unsure_known", "level_if_unsure", optional=True),
            models.CheckConstraint(
                condition=~Q(level=Urgency.SELF_CARE) & ~Q(level_if_unsure=Urgency.SELF_CARE),
                name="rule_never_self_care",
                violation_error_message="A rule cannot give self-care: that is what no rule at all gives.",
            ),
            *bounded("rule", "message", "action", "rationale"),
        ]

    def __str__(self) -> str:
        return self.code


class RuleCondition(ProtocolPart):
    """One sentence of a rule: findings that must all be present. Several rows mean: any one of these."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="conditions")
    all_of = WayField("all of", blank=False)

    class Meta(ProtocolPart.Meta):
        verbose_name = "condition"
        constraints = [models.CheckConstraint(condition=~Q(all_of=[]), name="rule_condition_filled")]

    def __str__(self) -> str:
        return " and ".join(self.all_of)
