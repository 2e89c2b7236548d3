"""Rules against questions: which findings each rule rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from triage.engine import Protocol, Question, Rule
from triage.engine.condition import questions_in, split
from triage.publishing import LEVEL_NAMES


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """``url`` is where the rule is changed; empty for a rule of an included pack."""

    rule: Rule
    level: str
    url: str
    cells: list[str]


def matrix(protocol: Protocol, urls: Mapping[str, str]) -> tuple[list[Question], list[MatrixRow]]:
    """The questions that any rule uses, in order, and a row for each rule, most urgent first."""
    used = {code for rule in protocol.rules for code in questions_in(rule.any)}
    columns = [question for question in protocol.questions if question.code in used]
    rules = sorted(protocol.rules, key=lambda rule: -rule.level)
    return columns, [
        MatrixRow(
            rule, LEVEL_NAMES[rule.level], urls.get(rule.code, ""), [_cell(rule, column.code) for column in columns]
        )
        for rule in rules
    ]


def _cell(rule: Rule, column: str) -> str:
    codes = [code for way in rule.any for item in way if split(item)[0] == column for code in split(item)[1]]
    return ", ".join(dict.fromkeys(codes))
