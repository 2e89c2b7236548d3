from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from healthkb.api.errors import API_PREFIX, json_problem


class LengthMiddleware:
    """A body in chunks, without its length, would reach the API as an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "Transfer-Encoding" in request.headers and request.path.startswith(API_PREFIX):
            return json_problem("length-required", "Say in `Content-Length` how long the body is.")
        return self.get_response(request)
