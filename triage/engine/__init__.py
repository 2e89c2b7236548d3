"""Triage in plain Python: values that refuse to exist when wrong, exact bounds, and a reason for everything.

FORMAT.md is the JSON form of a protocol.
"""

from triage.engine.answers import Answers, AnswersError, Fault, parse_answers
from triage.engine.assess import assess
from triage.engine.case import TestCase
from triage.engine.cases import CaseRun, run_case, run_cases
from triage.engine.cause import WEIGHTS, Cause, CauseLink
from triage.engine.compile import Compiled, compile_protocol
from triage.engine.explain import explain
from triage.engine.golden import LevelChange, golden_paths, level_changes
from triage.engine.include import include
from triage.engine.level import LEVEL_CODES, Level
from triage.engine.lints import Lint, lint
from triage.engine.mutation import Mutant, mutants, survivors
from triage.engine.problem import Problem, ProtocolError
from triage.engine.protocol import OUT_OF_SCOPE, Default, Protocol, Scope, Stage
from triage.engine.question import Option, Question, Threshold
from triage.engine.remedy import Remedy
from triage.engine.result import Result
from triage.engine.rule import Rule

__all__ = [
    "LEVEL_CODES",
    "OUT_OF_SCOPE",
    "WEIGHTS",
    "Answers",
    "AnswersError",
    "CaseRun",
    "Cause",
    "CauseLink",
    "Compiled",
    "Default",
    "Fault",
    "Level",
    "LevelChange",
    "Lint",
    "Mutant",
    "Option",
    "Problem",
    "Protocol",
    "ProtocolError",
    "Question",
    "Remedy",
    "Result",
    "Rule",
    "Scope",
    "Stage",
    "TestCase",
    "Threshold",
    "assess",
    "compile_protocol",
    "explain",
    "golden_paths",
    "include",
    "level_changes",
    "lint",
    "mutants",
    "parse_answers",
    "run_case",
    "run_cases",
    "survivors",
]
