"""Protocols in the workbook: one sheet for each list of a protocol."""

from articles.sheets.columns import register_sheets

from .protocols import PROTOCOL_SHEETS
from .questions import QUESTION_SHEETS
from .rules import RULE_SHEETS


def register_triage_sheets() -> None:
    register_sheets(*PROTOCOL_SHEETS, *QUESTION_SHEETS, *RULE_SHEETS)
