from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
DEFAULT = LANGUAGES[0]

LANG = OpenApiParameter("lang", str, enum=LANGUAGES, default=DEFAULT, description="The language of the text.")


def language_of(request: Request) -> str:
    """Only the parameter counts: one address has one text, whatever a browser prefers."""
    asked = request.query_params.get("lang", DEFAULT)
    if asked not in LANGUAGES:
        raise ValidationError({"lang": f"Use one of: {', '.join(LANGUAGES)}."})
    return asked
