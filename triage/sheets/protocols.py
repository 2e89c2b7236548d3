"""Protocols themselves, and the lists that belong to a protocol as a whole."""

from typing import ClassVar

from articles.content.vocabulary import Urgency, label
from articles.sheets.columns import Sheet
from triage.models import Protocol, ProtocolCause, RemedyChoice, Stage, TestCase

from .cells import AnswersCell, WaysCell
from .part import PROTOCOL, ProtocolPartSheet


class Protocols(Sheet):
    title = "Triage protocols"
    help = "One row for each check. Its questions, rules and so on have sheets of their own."
    key_length: ClassVar[int] = 2
    cells = {"scope_outside": WaysCell}
    examples = {
        "scope_outside": "",
        "scope_level": label(Urgency.SOON),
        "default_level": label(Urgency.SELF_CARE),
        "recheck_after_days": "14",
    }

    class Meta:
        model = Protocol
        fields = (
            *("slug", "locale", "title", "purpose", "scope_outside", "scope_level", "scope_message"),
            *("default_level", "default_message", "default_action", "default_references", "remedies_up_to"),
            *("disclaimer", "safety_net", "recheck_after_days", "includes", "wordings", "articles"),
            *("references", "review_interval_months"),
        )

    def row_problem(self, texts: dict[str, str]) -> str:
        if texts["what they are told"] == label(Urgency.SELF_CARE):
            return "People outside the scope are never told self-care."
        includes = texts["includes"].split(", ")
        return "A protocol cannot include itself." if texts["slug"] in includes else ""


class Screens(ProtocolPartSheet):
    title = "Triage screens"
    help = "The screens of each check. Questions name them by their code."
    examples = {"code": "example"}

    class Meta:
        model = Stage
        fields = (*PROTOCOL, "code", "position", "title", "first")


class ProtocolCauses(ProtocolPartSheet):
    title = "Triage causes"
    help = "Which causes a check may name."

    class Meta:
        model = ProtocolCause
        fields = (*PROTOCOL, "cause", "position")


class ProtocolRemedies(ProtocolPartSheet):
    title = "Triage remedies"
    help = "Which remedies a check may offer, and who is not offered them."
    cells = {"exclude_when": WaysCell}
    examples = {"exclude_when": "example.yes"}

    class Meta:
        model = RemedyChoice
        fields = (*PROTOCOL, "remedy", "position", "text", "causes", "exclude_when", "exclude_text")


class TestCases(ProtocolPartSheet):
    title = "Triage test cases"
    help = "Answers, one on each line (age: 44, sudden: [face, speech]), and what they must give."
    cells = {"answers": AnswersCell}
    examples = {"code": "C01", "answers": "example: yes", "rules": "E01", "causes": "example-cause"}

    # The name starts with "Test", and pytest would otherwise collect it.
    __test__ = False

    class Meta:
        model = TestCase
        fields = (*PROTOCOL, "code", "position", "title", "answers", "level", "rules", "causes", "worst_possible")


PROTOCOL_SHEETS = (Protocols, Screens, ProtocolCauses, ProtocolRemedies, TestCases)
