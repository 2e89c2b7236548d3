"""Writing conditions: by choosing findings from lists, or as text, one way on each line. Neither needs a script."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from triage.models import Finding

from .sentences import answers_of, item_in_words, labels_of

PLACES = 6
Choices = list[tuple[str, Any]]


def finding_choices(findings: Iterable[Finding]) -> Choices:
    """Every finding under its question, as lists of a select."""
    groups = {
        finding.code: (finding.text, [(f"{finding.code}.{code}", words) for code, words in answers_of(finding)])
        for finding in findings
    }
    return [("", "(choose)"), *groups.values()]


class SentenceWidget(forms.MultiWidget):
    """Selects joined by “and”. What is there already but is in no list is kept as a choice of its own."""

    template_name = "triage/admin/sentence.html"

    def __init__(self, findings: Sequence[Finding], places: int) -> None:
        self.choices = finding_choices(findings)
        self.labels = labels_of(findings)
        super().__init__([forms.Select(choices=self.choices) for _ in range(places)])

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        items, widgets = list(value or []), list(self.widgets)
        for place, item in enumerate(items):
            if item and item not in self.labels:
                known = (item, item_in_words(item, self.labels))
                widgets[place] = forms.Select(choices=[known, *self.choices])
        self.widgets = widgets
        return super().get_context(name, [*items, *[""] * (len(widgets) - len(items))], attrs)

    def decompress(self, value: Any) -> list[str]:
        return list(value or [])


class SentenceField(forms.Field):
    """One row of a rule. ``longest`` is how many findings the longest row has already: all of them find a place."""

    def __init__(self, findings: Sequence[Finding], longest: int = 0, **kwargs: Any) -> None:
        super().__init__(widget=SentenceWidget(findings, max(PLACES, longest + 1)), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [item for item in value or [] if item]

    def validate(self, value: list[str]) -> None:
        if not value and self.required:
            raise ValidationError("Choose at least one finding, or take the row out.")
        if len(set(value)) != len(value):
            raise ValidationError("The same finding is there twice.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class WaysFormField(forms.CharField):
    """A condition as text: ``sudden.face and age.over_55``, with another line for each other way."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(" and ".join(way) for way in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in (value or "").splitlines()]
        return [[item.strip() for item in line.split(" and ")] for line in lines if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError("Write at least one way.")

    def run_validators(self, value: Any) -> None:
        """The model's own validators look at the parts."""
