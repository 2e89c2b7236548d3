from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from healthkb.api.errors import API_PREFIX, json_problem

ASK_AGAIN = "Ask for the same address with `https://`."
END_KEY = " The key in this request may have been read on its way: end it, and make another."


class HttpsMiddleware:
    """A program that were led on to HTTPS would go on sending its keys and its readers' answers without, unnoticed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.HTTPS and not request.is_secure() and request.path.startswith(API_PREFIX):
            return json_problem("https-required", ASK_AGAIN + (END_KEY if "Authorization" in request.headers else ""))
        return self.get_response(request)
