from typing import Any

import pytest

from triage.models import TestCase
from triage.sheets.cells import AnswersCell

CELL = AnswersCell(TestCase._meta.get_field("answers"))

PLAIN: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"age": 44}, "age: 44"),
    ({"weight": 70.5, "age": 44}, "age: 44\nweight: 70.5"),
    ({"swollen": "yes", "sudden": ["face", "speech"]}, "sudden: [face, speech]\nswollen: yes"),
    ({"sudden": ["face"], "other": []}, "other: []\nsudden: [face]"),
    ({"pain": "44"}, '{"pain": "44"}'),
    ({"pain": True}, '{"pain": true}'),
    ({"pain": None}, '{"pain": null}'),
    ({"pain": "very bad"}, '{"pain": "very bad"}'),
    ({"pain": 1e300}, '{"pain": 1e+300}'),
    ({"a: b": "c"}, '{"a: b": "c"}'),
]


@pytest.mark.parametrize(("answers", "text"), PLAIN)
def test_answers_are_written_and_read_back(answers: dict[str, Any], text: str) -> None:
    assert CELL.render(answers) == text
    assert (CELL.clean(text) if text else CELL.empty) == answers


def test_a_number_with_a_zero_in_front_is_a_word() -> None:
    assert CELL.clean("pain: 007") == {"pain": "007"}
