from django.db import models
from django.db.models import F, Q

from articles.models.fields import CharField, LineField, MarkdownField, WordListField, bounded

from .fields import CodeField, WaysField, code_shaped, level_field, level_known
from .protocol import Protocol, ProtocolPart


class QuestionKind(models.TextChoices):
    YES_NO = "yes_no", "Yes or no"
    ONE_OF = "one_of", "One of several"
    MANY_OF = "many_of", "Any of several"
    NUMBER = "number", "A number"


class Comparison(models.TextChoices):
    MORE = "gt", "more than"
    AT_LEAST = "gte", "at least"
    LESS = "lt", "less than"
    AT_MOST = "lte", "at most"


class Finding(ProtocolPart):
    """Something a reader may have or not have, asked as a question."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="findings")
    code = CodeField()
    kind = CharField(max_length=10, choices=QuestionKind.choices, blank=True, default="")
    text = LineField("question", max_length=300, blank=True)
    stage = CodeField(help_text="The code of the screen on which it is asked.")
    text_for_carer = LineField("question to a carer", max_length=300, blank=True)
    help = MarkdownField(blank=True, help_text="How to tell.")
    allows_unsure = models.BooleanField("offers not sure", default=False)
    unsure_label = LineField(max_length=120, default="I'm not sure")
    allows_none = models.BooleanField("offers none of these", default=False)
    none_label = LineField(max_length=120, default="None of these")
    red_flag = level_field("a yes alone must give", blank=True, default="")
    min = models.FloatField("smallest number", null=True, blank=True)
    max = models.FloatField("largest number", null=True, blank=True)
    step = models.FloatField(null=True, blank=True)
    unit = LineField(max_length=40, blank=True)
    synonyms = WordListField(help_text="Words that people use for it.")
    required = models.BooleanField(default=True)
    safety_critical = models.BooleanField("matters to safety", default=False)
    applies = WaysField("asked when", help_text="Leave empty to ask it always.")

    class Meta(ProtocolPart.Meta):
        verbose_name = "triage question"
        constraints = [
            models.UniqueConstraint(fields=["protocol", "code"], name="finding_code_unique"),
            models.CheckConstraint(condition=Q(kind__in=["", *QuestionKind.values]), name="finding_kind_known"),
            models.CheckConstraint(
                condition=Q(min=None) | Q(max=None) | Q(min__lt=F("max")),
                name="finding_min_below_max",
                violation_error_message="The smallest number must be less than the largest.",
            ),
            code_shaped("finding_code_shaped"),
            level_known("finding_red_flag_known", "red_flag", optional=True),
            *bounded("finding", "help"),
        ]

    def __str__(self) -> str:
        return self.text or self.code


class FindingOption(ProtocolPart):
    """A choice of a question."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="options", verbose_name="question")
    code = CodeField()
    label = LineField(max_length=300, blank=True)
    red_flag = level_field("alone it must give", blank=True, default="")
    synonyms = WordListField(help_text="Words that people use for it.")

    class Meta(ProtocolPart.Meta):
        verbose_name = "option"
        constraints = [
            models.UniqueConstraint(fields=["finding", "code"], name="option_code_unique"),
            code_shaped("option_code_shaped"),
            level_known("option_red_flag_known", "red_flag", optional=True),
        ]

    def __str__(self) -> str:
        return self.label or self.code


class FindingThreshold(ProtocolPart):
    """A number past which a rule may apply, such as more than 14 days."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="thresholds", verbose_name="question")
    code = CodeField()
    op = CharField("is", max_length=3, choices=Comparison.choices, blank=True, default="")
    value = models.FloatField("this number", null=True, blank=True)
    label = LineField(max_length=200, blank=True)

    class Meta(ProtocolPart.Meta):
        verbose_name = "threshold"
        constraints = [
            models.UniqueConstraint(fields=["finding", "code"], name="threshold_code_unique"),
            models.CheckConstraint(condition=Q(op__in=["", *Comparison.values]), name="threshold_op_known"),
            code_shaped("threshold_code_shaped"),
        ]

    def __str__(self) -> str:
        number = "" if self.value is None else f"{self.value:g}"
        return self.label or f"{self.get_op_display()} {number}".strip() or self.code
