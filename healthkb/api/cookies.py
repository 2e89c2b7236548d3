"""Answers of the API are the same for everybody, whatever cookies a browser sends along."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from healthkb.api.errors import API_PREFIX
from healthkb.api.negotiation import is_of_a_session


class NoCookiesMiddleware:
    """Where JSON is asked for, there are no cookies: none is looked at, answered or varied on. Only a browser that asks
    for a page and has a session may be that of somebody who browses the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(API_PREFIX) and not is_of_a_session(request):
            request.COOKIES = {}
        return self.get_response(request)
