"""What follows from the answers: rules with their conditions, and what speaks for and against each cause."""

from typing import ClassVar

from articles.content.vocabulary import Urgency, label
from triage.models import CauseFinding, Rule, RuleCondition, Weight

from .cells import WayCell, WaysCell
from .part import PROTOCOL, ProtocolPartSheet


class Rules(ProtocolPartSheet):
    title = "Triage rules"
    help = "How soon to get help, and why. When each rule is met is in the sheet Triage conditions."
    examples = {"code": "E01", "level": label(Urgency.EMERGENCY), "level_if_unsure": label(Urgency.SAME_DAY)}

    class Meta:
        model = Rule
        fields = (
            *(*PROTOCOL, "code", "position", "level", "level_if_unsure", "message", "action", "rationale"),
            *("red_flag", "references"),
        )

    def row_problem(self, texts: dict[str, str]) -> str:
        if label(Urgency.SELF_CARE) in (texts["level"], texts["level if not sure"]):
            return "A rule cannot give self-care: that is what no rule at all gives."
        return ""


class Conditions(ProtocolPartSheet):
    title = "Triage conditions"
    help = "When a rule is met: findings that must all be present (sudden.face and age.over_55). Any one row is enough."
    owner = "rule__protocol"
    parent = "rule"
    key_length: ClassVar[int] = 4
    cells = {"all_of": WayCell}
    examples = {"rule__code": "E01", "all_of": "example.yes"}

    class Meta:
        model = RuleCondition
        fields = ("rule__protocol__slug", "rule__protocol__locale", "rule__code", "position", "all_of")

    def row_problem(self, texts: dict[str, str]) -> str:
        return "" if texts["all of"] else "Name at least one finding, or take the row away."


class CauseLinks(ProtocolPartSheet):
    title = "Triage cause links"
    help = "What speaks for a cause, and against it. Any one line of “when” is enough."
    key_length: ClassVar[int] = 4
    cells = {"any": WaysCell}
    examples = {"any": "example.yes", "if_present": str(Weight.FOR.label)}

    class Meta:
        model = CauseFinding
        fields = (*PROTOCOL, "cause", "position", "any", "if_present", "if_absent", "note")


RULE_SHEETS = (Rules, Conditions, CauseLinks)
