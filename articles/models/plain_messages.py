"""What Django says of a value that does not fit, in words for editors: in forms and in spreadsheets alike."""

from typing import Any

from django.core import validators

MESSAGES: list[tuple[Any, str]] = [
    (
        validators.MaxLengthValidator,
        "This is too long. It has %(show_value)d characters, and %(limit_value)d are possible.",
    ),
    (validators.MinLengthValidator, "This is too short. It has %(show_value)d characters, and needs %(limit_value)d."),
    (validators.MaxValueValidator, "The largest number that is possible here is %(limit_value)s."),
    (validators.MinValueValidator, "The smallest number that is possible here is %(limit_value)s."),
    (validators.URLValidator, "Write a whole web address, for example https://www.example.org/page."),
    (validators.validate_slug, "Use only letters without accents, figures, hyphens and underscores."),
]


def speak_plainly() -> None:
    """Call it when the apps are ready."""
    for validator, message in MESSAGES:
        validator.message = message
