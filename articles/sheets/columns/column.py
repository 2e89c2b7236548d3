from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast
from import_export.fields import Field

from articles.models import Document

from .cells import Cell, SlugCell, SlugsCell, WordCell, YesNoCell, cell_for

# What a field is called at the top of its column where the admin has no better word.
_HEADINGS = {"locale": "language"}


class Column(Field):  # type: ignore[misc]
    """One column of a sheet: a django-import-export field that also knows its model field.

    ``path`` leads to the text in a query. ``target`` is the model that a slug in the column names.
    """

    widget: Cell

    def __init__(self, name: str, field: Any, heading: str, cell: Cell | None = None) -> None:
        cell = cell or cell_for(field)
        super().__init__(attribute=name, column_name=heading, widget=cell, default=field.default)
        self.name, self.model_field, self.heading = name, field, heading
        self.is_many = isinstance(cell, SlugsCell)
        self.target: Any = field.related_model if isinstance(cell, SlugCell | SlugsCell) else None
        self.path = f"{name}__slug" if isinstance(cell, SlugCell) else name
        self.expression: Any = Cast(self.path, models.TextField()) if cell.stored_as_text else self.path
        """What a query asks for, so that ``render_stored`` can show it."""

    @cached_property
    def is_clean(self) -> Callable[[str], bool]:
        return self.widget.is_clean

    @cached_property
    def is_required(self) -> bool:
        """Whether a new row needs a text here."""
        if self.is_many or isinstance(self.widget, YesNoCell):
            return False
        return not self.model_field.blank and not self.model_field.has_default()

    @property
    def may_be_cleared(self) -> bool:
        return self.is_many or bool(self.model_field.blank) or isinstance(self.widget, YesNoCell)

    @property
    def words(self) -> Sequence[str]:
        """What the drop-down offers."""
        if isinstance(self.widget, WordCell):
            return list(self.widget.labels.values())
        return ["yes", "no"] if isinstance(self.widget, YesNoCell) else []

    def parse(self, text: str | None) -> Any:
        """The value for a text, or the empty value for ``None``. Raises ValidationError in words for an editor."""
        if text is not None:
            return self.widget.clean(text)
        if not self.may_be_cleared:
            raise ValidationError(f"The {self.heading} cannot be empty, so it cannot be cleared.")
        return self.widget.empty

    def default_value(self) -> Any:
        if self.is_many:
            return ()
        if self.model_field.has_default():
            return self.model_field.get_default()
        return None if self.model_field.null else self.model_field.get_default()


def heading_for(model: type[models.Model], name: str, field: Any) -> str:
    if name == "title" and issubclass(model, Document):
        return model.TITLE_LABEL
    return _HEADINGS.get(name, str(field.verbose_name))
