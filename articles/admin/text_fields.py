"""Form fields for text: Markdown, lists of words, and the fixed choices among words."""

from typing import Any

from django import forms
from django.db.models import ForeignKey, ManyToManyField, URLField

from articles.content.text import normalise
from articles.content.vocabulary import Caution, choices
from articles.models.fields import LineField, MarkdownField, WordListField

from .pick_fields import pick_field


class MarkdownArea(forms.Textarea):
    def __init__(self) -> None:
        super().__init__({"rows": False, "cols": False, "data-markdown": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """As it is kept. A browser ends lines in another way, and what nobody changed is no edit."""
        value = super().value_from_datadict(data, files, name)
        return normalise(value) if isinstance(value, str) else value


class LineArea(forms.Textarea):
    """Room for a long line. Line breaks that were typed or pasted become spaces."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.splitlines()) if isinstance(value, str) else value


class ShortSelect(forms.Select):
    """The stock one without its empty lines: the page of an article has hundreds of options."""

    template_name = "articles/admin/select.html"


class WordsField(forms.CharField):
    """A list of words or phrases, one on each line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 2, "class": "words"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial or []) != self.to_python(data))


def words_field(db_field: WordListField) -> forms.Field:
    options: dict[str, Any] = {"label": db_field.verbose_name.capitalize(), "required": False}
    if db_field.name == "cautions":
        return forms.MultipleChoiceField(
            choices=choices(Caution), widget=forms.CheckboxSelectMultiple, help_text=db_field.help_text, **options
        )
    return WordsField(help_text=f"{db_field.help_text} One on each line.", validators=db_field.validators, **options)


def text_field(db_field: Any, default: Any) -> Any:
    """Our own form field for a model field, or what ``default()`` makes of it."""
    if isinstance(db_field, (ForeignKey, ManyToManyField)):
        return pick_field(db_field)
    if isinstance(db_field, WordListField):
        return words_field(db_field)
    if isinstance(db_field, MarkdownField):
        return default(widget=MarkdownArea())
    if isinstance(db_field, URLField):
        return default(assume_scheme="https")
    if db_field.choices:
        return default(widget=ShortSelect)
    if isinstance(db_field, LineField) and (db_field.max_length or 0) > 200:
        return default(widget=LineArea({"rows": 2, "maxlength": db_field.max_length}))
    return default()
