"""What every triage address has in common: no cookie, no cache, no trace."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from triage.engine.answers import MOST_FAULTS
from triage.publishing.live import LiveProtocol, NotOffered, live_protocol, live_protocols

from .errors import NotCovered, SwitchedOff, UnknownParameter
from .words import help_without_result

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
DEFAULT_LANGUAGE = LANGUAGES[0]
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept",
    "Access-Control-Max-Age": "86400",
}


class TriageFault(Exception):
    """Stands in the log for an error that nobody expected."""


class TriageView(APIView):
    """Anyone may ask, from any site. Nothing of a request is stored, and no session is looked at."""

    throttle_scope = "triage"
    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]
    parameters: frozenset[str] = frozenset({"lang"})
    now: dt.datetime

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.now = timezone.now()
        unknown = [name for name in request.query_params if name not in self.parameters][:MOST_FAULTS]
        if unknown:
            raise UnknownParameter(unknown, self.parameters)
        self.locale = _one_of(request, "lang", LANGUAGES, DEFAULT_LANGUAGE)

    def protocol(self, slug: str) -> LiveProtocol:
        """Raises NotCovered or SwitchedOff."""
        try:
            return live_protocol(slug, self.locale, at=self.now)
        except NotOffered as error:
            offered = live_protocols(self.locale, at=self.now)
            if error.is_off:
                raise SwitchedOff({"help": help_without_result(offered)}) from None
            known = [each.slug for each in offered]
            raise NotCovered(slug, known, {"help": help_without_result(offered)}) from None

    def handle_exception(self, error: Exception) -> Response:
        """The message of a fault of ours may hold what a reader wrote, so the log gets the place and the kind alone."""
        try:
            return super().handle_exception(error)
        except Exception as unexpected:
            raise TriageFault(type(unexpected).__name__).with_traceback(unexpected.__traceback__) from None

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        methods = {"Access-Control-Allow-Methods": ", ".join(self.allowed_methods)}
        return Response(status=204, headers={**PREFLIGHT, **methods})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Vary"] = "Accept-Encoding"
        return answer


def _one_of(request: Request, name: str, known: tuple[str, ...], default: str) -> str:
    asked = request.query_params.get(name, default)
    if asked not in known:
        raise ValidationError({name: f"Use one of: {', '.join(known)}."})
    return asked
