"""Working rows of triage protocols. One row is one sentence that a clinician can read."""

from .cause_finding import CauseFinding, ProtocolCause, Weight
from .finding import Comparison, Finding, FindingOption, FindingThreshold, QuestionKind
from .protocol import Protocol, ProtocolPart
from .remedy_choice import RemedyChoice
from .rule import Rule, RuleCondition
from .stage import Stage
from .switching import Switching
from .test_case import TestCase

__all__ = [
    "CauseFinding",
    "Comparison",
    "Finding",
    "FindingOption",
    "FindingThreshold",
    "Protocol",
    "ProtocolCause",
    "ProtocolPart",
    "QuestionKind",
    "RemedyChoice",
    "Rule",
    "RuleCondition",
    "Stage",
    "Switching",
    "TestCase",
    "Weight",
]
