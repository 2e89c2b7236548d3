"""What is asked: questions, their options, and the numbers that matter."""

from typing import ClassVar

from triage.models import Finding, FindingOption, FindingThreshold, QuestionKind

from .cells import WaysCell
from .part import PROTOCOL, ProtocolPartSheet

_QUESTION = ("finding__protocol__slug", "finding__protocol__locale", "finding__code")


class Questions(ProtocolPartSheet):
    title = "Triage questions"
    help = "The questions of each check. “Asked when” has one way on each line, as in sudden.face and age.over_55."
    cells = {"applies": WaysCell}
    examples = {
        "code": "example",
        "kind": "Yes or no",
        "stage": "example",
        "applies": "",
        "min": "",
        "max": "",
        "step": "",
        "unit": "",
    }

    class Meta:
        model = Finding
        fields = (
            *(*PROTOCOL, "code", "position", "kind", "text", "stage", "text_for_carer", "help"),
            *("allows_unsure", "unsure_label", "allows_none", "none_label", "red_flag"),
            *("min", "max", "step", "unit", "synonyms", "required", "safety_critical", "applies"),
        )

    def row_problem(self, texts: dict[str, str]) -> str:
        least, most = texts["smallest number"], texts["largest number"]
        if least and most and float(least) >= float(most):
            return "The smallest number must be less than the largest."
        if texts["kind"] != QuestionKind.NUMBER.label and (least or most):
            return f"Only a question of the kind “{QuestionKind.NUMBER.label}” has a smallest and a largest number."
        return ""


class QuestionPartSheet(ProtocolPartSheet):
    owner = "finding__protocol"
    parent = "finding"
    key_length: ClassVar[int] = 4


class Options(QuestionPartSheet):
    title = "Triage options"
    help = "The choices of each question. Rules name them as question.code."
    examples = {"finding__code": "example", "code": "example"}

    class Meta:
        model = FindingOption
        fields = (*_QUESTION, "code", "position", "label", "red_flag", "synonyms")


class Thresholds(QuestionPartSheet):
    title = "Triage thresholds"
    help = "Numbers past which a rule may apply, such as more than 14. Rules name them as question.code."
    examples = {"finding__code": "example", "code": "over_14", "value": "14"}

    class Meta:
        model = FindingThreshold
        fields = (*_QUESTION, "code", "position", "op", "value", "label")


QUESTION_SHEETS = (Questions, Options, Thresholds)
