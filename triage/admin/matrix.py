"""Rules against questions: which findings each rule rests on."""

from dataclasses import dataclass

from triage.engine import Protocol, Rule
from triage.engine.condition import questions_in, split


@dataclass(frozen=True, slots=True)
class MatrixRow:
    rule: Rule
    cells: list[str]


def matrix(protocol: Protocol) -> tuple[list[str], list[MatrixRow]]:
    """The codes of the questions that any rule uses, in order, and a row for each rule, most urgent first."""
    used = {code for rule in protocol.rules for code in questions_in(rule.any)}
    columns = [question.code for question in protocol.questions if question.code in used]
    rules = sorted(protocol.rules, key=lambda rule: -rule.level)
    return columns, [MatrixRow(rule, [_cell(rule, column) for column in columns]) for rule in rules]


def _cell(rule: Rule, column: str) -> str:
    codes = [code for way in rule.any for item in way if split(item)[0] == column for code in split(item)[1]]
    return ", ".join(dict.fromkeys(codes))
