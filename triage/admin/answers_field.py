from typing import Any

from django import forms

from triage.models import TestCase
from triage.sheets.cells import AnswersCell

CELL = AnswersCell(TestCase._meta.get_field("answers"))


class AnswersFormField(forms.CharField):
    """The answers of a test case as in the workbook: one on each line."""

    widget = forms.Textarea(attrs={"rows": 8, "cols": 60, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return CELL.render(value) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        return CELL.clean(value) if (value or "").strip() else {}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial or {}) != self.to_python(data))
