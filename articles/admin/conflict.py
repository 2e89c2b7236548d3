"""Two people saved the same page: what they have, and what you have, side by side."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import mark_safe

from articles.content.differences import Piece, word_differences

from .side_by_side import Shown, as_written


def differences(form: Any, formsets: Iterable[Any]) -> list[Shown]:
    """Every field in which the form that was sent differs from what is saved now, as it is written."""
    found = _of_form(form, "")
    for formset in formsets:
        for row in formset.forms:
            name = formset.model._meta.verbose_name
            found += _of_form(row, f"{name} {row.instance}: " if row.instance.pk else f"New {name}: ")
    return found


def _of_form(form: Any, before: str) -> list[Shown]:
    texts = [
        (f"{before}{bound.label}", _text(bound.initial, bound), _text(bound.data, bound))
        for bound in (form[name] for name in form.changed_data)
        if bound.name not in ("expected_edit", "id", "position")
    ]
    return [_shown(label, theirs, yours) for label, theirs, yours in texts if theirs != yours]


def _shown(label: str, theirs: str, yours: str) -> Shown:
    words = word_differences(theirs, yours)
    # as_written escapes, and adds nothing but the marks.
    return Shown(
        label[:1].upper() + label[1:],
        "",
        "",
        mark_safe(as_written(words, Piece.PUT_IN) if theirs else ""),  # noqa: S308
        mark_safe(as_written(words, Piece.TAKEN_OUT) if yours else ""),  # noqa: S308
    )


def _text(value: Any, bound: Any) -> str:
    prepared = bound.field.prepare_value(value)
    if isinstance(prepared, (list, tuple)):
        return "\n".join(str(each) for each in prepared)
    # A browser ends the lines of a text in another way than they are kept.
    return "" if prepared is None else str(prepared).replace("\r\n", "\n").strip()
