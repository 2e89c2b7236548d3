"""Two people saved the same page: what they have, and what you have, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    theirs: str
    yours: str


def differences(form: Any, formsets: Iterable[Any]) -> list[Difference]:
    """Every field in which the form that was sent differs from what is saved now."""
    found = _of_form(form, "")
    for formset in formsets:
        for row in formset.forms:
            name = formset.model._meta.verbose_name
            found += _of_form(row, f"{name} {row.instance}: " if row.instance.pk else f"New {name}: ")
    return found


def _of_form(form: Any, before: str) -> list[Difference]:
    return [
        Difference(f"{before}{bound.label}", _text(bound.initial, bound), _text(bound.data, bound))
        for bound in (form[name] for name in form.changed_data)
        if bound.name not in ("expected_edit", "id", "position")
    ]


def _text(value: Any, bound: Any) -> str:
    prepared = bound.field.prepare_value(value)
    if isinstance(prepared, (list, tuple)):
        return "\n".join(str(each) for each in prepared)
    return "" if prepared is None else str(prepared)
