"""Field types shared by the models: text that is normalised, Markdown of bounded length, lists of words."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Length

from articles.content.text import MAX_BODY, control_characters, invisible_characters, normalise
from articles.content.vocabulary import choices

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
    JSONField = models.JSONField[list[str], list[str]]
else:
    CharField, TextField, JSONField = models.CharField, models.TextField, models.JSONField

models.TextField.register_lookup(Length)


def refuse_invisible(value: str) -> None:
    found = invisible_characters(value)
    if found:
        raise ValidationError("Take out the hidden character %(name)s.", params={"name": found[0]})


def refuse_control(value: str) -> None:
    if control_characters(value):
        raise ValidationError("Take out the control characters. They cannot be shown or exported.")


def refuse_bad_list(value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ValidationError("Give a list of words or phrases, each one filled in.")
    for item in value:
        refuse_invisible(item)


class LineField(CharField):
    """One line of plain text."""

    default_validators = [refuse_invisible]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return normalise(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self.to_python(value))


class MarkdownField(TextField):
    """CommonMark without raw HTML, at most 20,000 characters, so that it always fits a spreadsheet cell."""

    default_validators = [refuse_control, MaxLengthValidator(MAX_BODY)]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return normalise(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self.to_python(value))


class WordListField(JSONField):
    """An ordered list of words or phrases."""

    default_validators = [refuse_bad_list]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


def vocabulary_field(vocabulary: type[StrEnum], **options: Any) -> CharField:
    """A column that holds one word of a fixed vocabulary. Pair it with ``one_of`` in the constraints."""
    return CharField(max_length=30, choices=choices(vocabulary), **options)


def one_of(vocabulary: type[StrEnum], field: str, *, name: str, optional: bool = False) -> models.CheckConstraint:
    words = [member.value for member in vocabulary] + ([""] if optional else [])
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": words}),
        name=name,
        violation_error_message="Choose one of the words in the list.",
    )


def bounded(table: str, *fields: str) -> list[models.BaseConstraint]:
    """The database itself refuses a body over the limit, whichever way it comes in."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{field}__length__lte": MAX_BODY}),
            name=f"{table}_{field}_length",
            violation_error_message=f"Text can have at most {MAX_BODY:,} characters.",
        )
        for field in fields
    ]
