"""Field types that only triage has: codes, levels and conditions."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from articles.content.vocabulary import Urgency
from articles.models.fields import CharField, WordListField, one_of, vocabulary_field
from triage.engine.condition import problems_with_shape

if TYPE_CHECKING:
    JSONField = models.JSONField[list[list[str]], list[list[str]]]
else:
    JSONField = models.JSONField

CODE = r"^[a-z0-9][a-z0-9_-]*$"
RULE_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
ITEM = r"[a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*(\|[a-z0-9][a-z0-9_-]*)*"
ITEM_HELP = "question.code, or question.code|code when any one of several will do"

_is_item = RegexValidator(rf"^{ITEM}$")


class CodeField(CharField):
    """The key of a row in the admin, in workbooks and in the API: small letters, digits, ``_`` and ``-``."""

    default_validators = [RegexValidator(CODE, "Use small letters, digits, _ and - only, for example sudden_signs.")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)


class RuleCodeField(CharField):
    """A short code that may have capitals, such as E01."""

    default_validators = [RegexValidator(RULE_CODE, "Use letters, digits, _ and - only, for example E01.")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)


def level_field(name: str | None = None, **options: Any) -> CharField:
    """How soon to get help. Pair it with ``level_known`` in the constraints."""
    return vocabulary_field(Urgency, verbose_name=name, **options)


def level_known(name: str, field: str = "level", *, optional: bool = False) -> models.CheckConstraint:
    return one_of(Urgency, field, name=name, optional=optional)


def code_shaped(name: str, field: str = "code", *, pattern: str = CODE) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__regex": pattern}),
        name=name,
        violation_error_message="Use letters, digits, _ and - only.",
    )


def refuse_bad_way(value: object) -> None:
    """One way of a condition: findings that must all be present."""
    if not isinstance(value, list):
        raise ValidationError("Give a list of findings.")
    for item in value:
        try:
            _is_item(item)
        except ValidationError:
            raise ValidationError(
                "%(item)s is not a finding. Write %(help)s.", params={"item": item, "help": ITEM_HELP}
            ) from None


def refuse_bad_ways(value: object) -> None:
    if not isinstance(value, list):
        raise ValidationError("Give a list of ways, each a list of findings.")
    for way in value:
        refuse_bad_way(way)
    problem = next(problems_with_shape(tuple(tuple(way) for way in value)), None)
    if problem is not None:
        raise ValidationError(problem.message)


class WayField(WordListField):
    """Findings that must all be present."""

    default_validators = [refuse_bad_way]


class WaysField(JSONField):
    """A condition: ways, any one of which is enough. An empty list is no condition at all."""

    default_validators = [refuse_bad_ways]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
