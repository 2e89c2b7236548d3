"""Form fields that name other rows by key. A text box without script; a list to choose from with it."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .picking import key_of, row_titled, rows_by_key


class PickWidget(forms.Widget):
    """``labels`` are the names of the keys that this one form shows."""

    def __init__(self, model: type[models.Model], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model = model
        self.labels: dict[str, str] = {}

    def __deepcopy__(self, memo: dict[int, Any]) -> "PickWidget":
        copied: PickWidget = super().__deepcopy__(memo)
        copied.labels = {}
        return copied

    def pick_attributes(self, name: str, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {
            **self.build_attrs(self.attrs, attrs),
            "name": name,
            "class": "pick",
            "data-pick": self.model._meta.label_lower,
            "autocomplete": "off",
        }


class PickOneWidget(PickWidget):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        key = value or ""
        attributes = self.pick_attributes(name, attrs) | {"value": key, "data-label": self.labels.get(key, "")}
        label = format_html('<span class="pick-name">{}</span>', self.labels[key]) if key in self.labels else ""
        return format_html('<input type="text"{}>{}', flatatt(attributes), label)


class PickManyWidget(PickWidget):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        keys = value or []
        text = "\n".join(keys) if not isinstance(keys, str) else keys
        attributes = self.pick_attributes(name, attrs) | {"data-labels": json.dumps(self.labels, ensure_ascii=False)}
        return format_html('<textarea rows="2"{}>\n{}</textarea>', flatatt(attributes), text)


class PickField(forms.Field):
    """One row. The submitted value is its key, or its exact name."""

    widget: Any = PickOneWidget

    def __init__(self, *, model: type[models.Model], **options: Any) -> None:
        self.model = model
        options["widget"] = type(self).widget(model)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return self._labelled(value) if isinstance(value, models.Model) else value

    def to_python(self, value: Any) -> Any:
        key = (value or "").strip()
        if not key:
            return None
        row = rows_by_key(self.model, [key]).get(key) or row_titled(self.model, key)
        if row is None:
            raise _not_found(self.model, [key])
        self._labelled(row)
        return row

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and (self.prepare_value(initial) or "") != (data or "").strip()

    def _labelled(self, row: models.Model) -> str:
        key = key_of(row)
        self.widget.labels[key] = str(row)
        return key


class PickManyField(PickField):
    """Several rows. The submitted value is one key on each line."""

    widget = PickManyWidget

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return [self._labelled(row) if isinstance(row, models.Model) else row for row in value]

    def to_python(self, value: Any) -> Any:
        keys = _lines(value)
        found = rows_by_key(self.model, keys) if keys else {}
        for key in (key for key in keys if key not in found):
            row = row_titled(self.model, key)
            if row is not None:
                found[key] = row
        missing = [key for key in keys if key not in found]
        if missing:
            raise _not_found(self.model, missing)
        for row in found.values():
            self._labelled(row)
        return list(found.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and set(self.prepare_value(initial) or []) != set(_lines(data))


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


def _not_found(model: type[models.Model], keys: Sequence[str]) -> forms.ValidationError:
    names = ", ".join(f"“{key}”" for key in keys)
    return forms.ValidationError(
        f"There is no {model._meta.verbose_name} called {names}. Pick one from the list, or create it first."
    )


def pick_field(db_field: Any) -> forms.Field:
    """The form field for a foreign key or a many-to-many field."""
    kind = PickManyField if db_field.many_to_many else PickField
    return kind(
        model=db_field.remote_field.model,
        label=db_field.verbose_name[0].upper() + db_field.verbose_name[1:],
        help_text=db_field.help_text,
        required=not db_field.blank,
    )
