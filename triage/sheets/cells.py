"""Cells that only triage has: conditions and answers, written as the admin writes them."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError

from articles.sheets.columns import Cell

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)


class WayCell(Cell):
    """Findings that must all be present: ``sudden.face and age.over_55``."""

    empty: Any = []

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return super().clean(read_way(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " and ".join(value or ())


class WaysCell(Cell):
    """A condition: one way on each line, any one of which is enough."""

    empty: Any = []

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return super().clean([read_way(line) for line in value.splitlines() if line.strip()])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "\n".join(" and ".join(way) for way in value or ())


def read_way(line: str) -> list[str]:
    return re.split(r"\s+and\s+", line.strip())


class AnswersCell(Cell):
    """Answers of a test case, one on each line: ``age: 44``, ``swollen: yes``, ``sudden: [face, speech]``."""

    empty: Any = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = value.strip()
        return super().clean(_from_json(text) if text.startswith("{") else _from_lines(text))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if not value or not isinstance(value, dict):
            return ""
        answers = {code: value[code] for code in sorted(value)}
        if all(_is_plain(code, answer) for code, answer in answers.items()):
            return "\n".join(f"{code}: {_word(answer)}" for code, answer in answers.items())
        # Nothing that a check of the protocol would refuse is lost on the way to it.
        return json.dumps(answers, ensure_ascii=False)


def _is_plain(code: str, answer: Any) -> bool:
    if not _WORD.fullmatch(code) or isinstance(answer, bool):
        return False
    if isinstance(answer, int | float):
        return bool(_NUMBER.fullmatch(json.dumps(answer)))
    words = answer if isinstance(answer, list) else [answer]
    return all(isinstance(word, str) and _WORD.fullmatch(word) and not _NUMBER.fullmatch(word) for word in words)


def _word(answer: Any) -> str:
    if isinstance(answer, list):
        return f"[{', '.join(answer)}]"
    return answer if isinstance(answer, str) else json.dumps(answer)


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ValidationError(
            "The answers start with { but are not JSON. Write one on each line, as in age: 44."
        ) from None


def _from_lines(text: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        code, colon, answer = map(str.strip, line.partition(":"))
        if not colon or not answer:
            raise ValidationError(f"“{line[:60]}” is not an answer. Write the question and its answer, as in age: 44.")
        if code in answers:
            raise ValidationError(f"“{code[:60]}” is answered twice.")
        answers[code] = _read_answer(answer)
    return answers


def _read_answer(answer: str) -> Any:
    if answer.startswith("[") and answer.endswith("]"):
        return [word.strip() for word in answer[1:-1].split(",") if word.strip()]
    return json.loads(answer) if _NUMBER.fullmatch(answer) and not re.match(r"-?0\d", answer) else answer
