from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from healthkb.auditing import acting
from healthkb.headers import security_headers


class SecurityHeadersMiddleware:
    """Every page may load only what this server serves, and no page may run script or style that stands in its HTML."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_for_anyone = response.headers.get("Access-Control-Allow-Origin") == "*"
        for name, value in security_headers(https=settings.HTTPS, is_for_anyone=is_for_anyone).items():
            response.headers.setdefault(name, value)
        return response


class ActingPersonMiddleware:
    """Lets the audit log name the person who is signed in, whichever code changes an account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(request):
            return self.get_response(request)
