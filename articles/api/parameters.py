"""Query parameters are known or refused: a misspelt filter must never look like an answer."""

from collections.abc import Collection

from django.http import QueryDict
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError

MAX_LENGTH = 1000
MOST_TOLD = 100  # mistakes of one request


class UnknownParameter(APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "unknown-parameter"

    def __init__(self, names: Collection[str], known: Collection[str]) -> None:
        allowed = f"Use: {', '.join(sorted(known))}." if known else "This address takes no parameters."
        super().__init__(f"There is no parameter {', '.join(names)}. {allowed}")
        self.errors = [{"parameter": name, "detail": f"Not a parameter of this address. {allowed}"} for name in names]


def refuse_unknown(query: QueryDict, known: Collection[str]) -> None:
    """Raises UnknownParameter, or ValidationError for one given twice, empty, too long or with a NUL."""
    unknown = sorted(shown(name) for name in query if name not in known)
    if unknown:
        raise UnknownParameter(unknown[:MOST_TOLD], known)
    mistakes = {name: mistake for name in query if (mistake := mistake_in(query.getlist(name)))}
    if mistakes:
        raise ValidationError(mistakes)


def mistake_in(values: list[str]) -> str:
    if len(values) > 1:
        return "Given more than once. Put several values into one, with commas between them."
    if "\x00" in values[0]:
        return "Take out the NUL character."
    if not values[0].strip():
        return "Give a value, or leave the parameter out."
    return f"At most {MAX_LENGTH} characters." if len(values[0]) > MAX_LENGTH else ""


def shown(name: str) -> str:
    """A stranger's parameter name, fit to be repeated in an answer."""
    return "".join(character for character in name if character.isprintable())[:60]
