"""Triage in plain Python: values that refuse to exist when wrong, exact bounds, and a reason for everything.

FORMAT.md is the JSON form of a protocol.
"""

from triage.engine.case import TestCase
from triage.engine.cause import WEIGHTS, Cause, CauseLink
from triage.engine.include import include
from triage.engine.level import LEVEL_CODES, Level
from triage.engine.problem import Problem, ProtocolError
from triage.engine.protocol import OUT_OF_SCOPE, Default, Protocol, Scope, Stage
from triage.engine.question import Option, Question, Threshold
from triage.engine.remedy import Remedy
from triage.engine.rule import Rule

__all__ = [
    "LEVEL_CODES",
    "OUT_OF_SCOPE",
    "WEIGHTS",
    "Cause",
    "CauseLink",
    "Default",
    "Level",
    "Option",
    "Problem",
    "Protocol",
    "ProtocolError",
    "Question",
    "Remedy",
    "Rule",
    "Scope",
    "Stage",
    "TestCase",
    "Threshold",
    "include",
]
