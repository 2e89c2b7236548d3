from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from articles.models.fields import LineField, WordListField

from .fields import RULE_CODE, RuleCodeField, code_shaped, level_field, level_known
from .protocol import Protocol, ProtocolPart

if TYPE_CHECKING:
    JSONField = models.JSONField[dict[str, Any], dict[str, Any]]
else:
    JSONField = models.JSONField


def refuse_not_an_object(value: object) -> None:
    if not isinstance(value, dict):
        raise ValidationError('Give question codes with their answers, for example {"age": 44, "sudden": "yes"}.')


class TestCase(ProtocolPart):
    """Answers and what they must give. Publishing runs every one."""

    # The name starts with "Test", and pytest would otherwise collect it.
    __test__ = False

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="cases")
    code = RuleCodeField()
    title = LineField(max_length=300, blank=True)
    answers = JSONField(default=dict, blank=True, validators=[refuse_not_an_object])
    level = level_field(blank=True, default="")
    rules = WordListField(help_text="Codes of rules that must be among those that reach the level.")
    causes = WordListField(help_text="Slugs of causes that must be listed as possible or more likely.")
    worst_possible = level_field(blank=True, default="")

    class Meta(ProtocolPart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["protocol", "code"], name="test_case_code_unique"),
            code_shaped("test_case_code_shaped", pattern=RULE_CODE),
            level_known("test_case_level_known", optional=True),
            level_known("test_case_worst_known", "worst_possible", optional=True),
            models.CheckConstraint(condition=Q(answers__isnull=False), name="test_case_answers_given"),
        ]

    def __str__(self) -> str:
        return self.title or self.code
