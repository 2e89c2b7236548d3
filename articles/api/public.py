"""What every public read has in common: anyone may, from any site, and nobody is asked who they are."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BrowsableAPIRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .parameters import refuse_unknown
from .renderers import StoredJSONRenderer

OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Location, Retry-After, RateLimit, RateLimit-Policy",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Cache-Control, Accept, Authorization",
    "Access-Control-Max-Age": "86400",
}


class PublicView(APIView):
    throttle_scope = "read"
    permission_classes = [AllowAny]
    renderer_classes = [StoredJSONRenderer, BrowsableAPIRenderer]
    http_method_names = ["get", "head", "options"]
    now: dt.datetime

    def parameters(self) -> frozenset[str]:
        """The names of the query parameters that are known here."""
        return frozenset()

    def perform_authentication(self, request: Request) -> None:
        """Not before somebody needs to know: looking at the session would make every answer a private one."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.now = timezone.now()
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            refuse_unknown(request.query_params, self.parameters())

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers=PREFLIGHT)

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {"Allow": ", ".join(self.allowed_methods), **OPEN_TO_ALL}

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Vary"] = "Accept-Encoding"
        if looked_at_session(request._request) or getattr(answer, "accepted_media_type", "") == "text/html":
            answer["Cache-Control"] = "private, no-store"
        return answer


def looked_at_session(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "session", None), "accessed", False))
