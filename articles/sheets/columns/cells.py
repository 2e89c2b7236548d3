"""Widgets: how one value is written in a cell, and how a cell is read. What cannot be read is a ValidationError."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from import_export.widgets import Widget

from .suggest import did_you_mean

_SEPARATOR = re.compile(r"[\s,;]+")
_SLUG = re.compile(r"[-a-zA-Z0-9_]+\Z")
_NOTHING = (None, "[]", "null")
_LINE = "".join(map(chr, range(32, 127)))
_PLAIN = {"LineField": _LINE, "MarkdownField": _LINE + "\n"}
_YES, _NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n"}


class Cell(Widget):  # type: ignore[misc]
    """A widget that knows the model's own rules for the value."""

    empty: Any = ""
    identity = False
    """Whether the stored value is its own text."""
    stored_as_text = False
    """Whether ``render_stored`` is given the text of the column rather than its value."""

    def __init__(self, field: Any) -> None:
        super().__init__()
        self.field = field

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.field.clean(value, None)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)

    def render_stored(self, value: Any) -> str:
        return self.render(value)

    def is_clean(self, text: str) -> bool:
        """Whether the text passes every rule at first sight. If not, it may still."""
        return False

    def are_clean(self, cells: Sequence[str]) -> bool:
        """Whether every cell is empty, or a text that passes every rule at first sight."""
        return False

    def load(self, text: str) -> Any:
        """The value of a text that ``render`` gave."""
        return self.clean(text)


class TextCell(Cell):
    identity = True

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.limit = min(field.max_length or 20_000, 20_000)
        # Plain ASCII passes every rule for text but length, so it need not be looked at twice.
        plain = None if field.choices else _PLAIN.get(type(field).__name__)
        self.plain = plain.encode() if plain else None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return value if self.is_clean(value) else super().clean(value)

    def is_clean(self, text: str) -> bool:
        return 0 < len(text) <= self.limit and self._is_plain(text)

    def are_clean(self, cells: Sequence[str]) -> bool:
        text = "".join(cells)
        return max(map(len, cells), default=0) <= self.limit and self._is_plain(text)

    def _is_plain(self, text: str) -> bool:
        return self.plain is not None and text.isascii() and not text.encode().translate(None, delete=self.plain)

    def load(self, text: str) -> Any:
        return text


class NumberCell(Cell):
    empty = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if not re.fullmatch(r"\s*\d{1,9}\s*", value, re.ASCII):
            raise ValidationError(f"“{value[:40]}” is not a whole number. Write it in figures, for example 12.")
        return super().clean(value.strip())


class DecimalCell(Cell):
    """A number that may have decimals. Whole ones are written without."""

    empty = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if not re.fullmatch(r"\s*-?\d{1,15}(\.\d{1,15})?\s*", value, re.ASCII):
            raise ValidationError(f"“{value[:40]}” is not a number. Write it in figures, for example 12 or 37.5.")
        return super().clean(float(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if value is None:
            return ""
        return str(int(value)) if float(value).is_integer() else repr(float(value))


class DateCell(Cell):
    empty = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return dt.date.fromisoformat(value.strip().removesuffix(" 00:00:00"))
        except ValueError:
            raise ValidationError(f"“{value[:40]}” is not a date. Write it as 2024-05-31.") from None


class YesNoCell(Cell):
    empty = False

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        word = value.strip().casefold()
        if word not in _YES | _NO:
            raise ValidationError(f"“{value[:40]}” is neither yes nor no.")
        return word in _YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class WordCell(Cell):
    """One word of a fixed list, shown as the admin shows it. The stored word is understood too."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.labels: dict[Any, str] = {value: str(label) for value, label in field.choices or ()}
        self.values = {label.casefold(): value for value, label in self.labels.items()}
        self.values |= {str(value).casefold(): value for value in self.labels}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        word = value.strip().casefold()
        if word not in self.values:
            raise ValidationError(
                f"“{value[:40]}” is not in the list.{did_you_mean(value, self.labels.values())} "
                f"Use: {', '.join(self.labels.values())}."
            )
        return self.values[word]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.labels.get(value, "" if value is None else str(value))


class LocaleCell(WordCell):
    """A language by its code, which is what addresses and the API use. Its name is understood too."""

    identity = True

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self.labels = {code: code for code in self.labels}


class LinesCell(Cell):
    """A list of phrases, one on each line. A line end inside a phrase is written as a backslash and an n."""

    empty: Any = []
    stored_as_text = True

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        lines = [line.strip() for line in value.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        return super().clean([_unescape(line) for line in lines if line])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if not isinstance(value, list):
            return "" if value is None else str(value)
        return "\n".join(str(item).replace("\\", "\\\\").replace("\n", "\\n") for item in value)

    def render_stored(self, value: Any) -> str:
        return "" if value in _NOTHING else self.render(json.loads(value))


def _unescape(line: str) -> str:
    return re.sub(r"\\(n|\\)", lambda match: "\n" if match[1] == "n" else "\\", line)


class SlugCell(Cell):
    """The slug of another row. Whether it exists is asked for the whole sheet at once, not here."""

    empty = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return clean_slug(value.strip())


class SlugsCell(Cell):
    """Slugs of other rows, with commas between them. They have no order of their own."""

    empty: Any = ()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return tuple(sorted({clean_slug(slug) for slug in _SEPARATOR.split(value) if slug}))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        slugs: Iterable[str] = value if isinstance(value, Sequence) else value.values_list("slug", flat=True)
        return ", ".join(sorted(slugs))


def clean_slug(slug: str) -> str:
    if not _SLUG.match(slug):
        raise ValidationError(f"“{slug[:60]}” is not a slug. A slug has letters, figures and hyphens only.")
    return slug


def cell_for(field: Any) -> Cell:
    if isinstance(field, models.ManyToManyField):
        return SlugsCell(field)
    if isinstance(field, models.ForeignKey):
        return SlugCell(field)
    if isinstance(field, models.BooleanField):
        return YesNoCell(field)
    if field.name == "locale":
        return LocaleCell(field)
    if field.choices:
        return WordCell(field)
    if isinstance(field, models.IntegerField):
        return NumberCell(field)
    if isinstance(field, models.FloatField):
        return DecimalCell(field)
    if isinstance(field, models.DateField):
        return DateCell(field)
    if isinstance(field, models.JSONField):
        return LinesCell(field)
    return TextCell(field)
