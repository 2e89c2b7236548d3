"""The only door of this front end: requests to the public API, answered in process by the API's own views.

Nothing else of HealthKB may be imported here (an import contract holds that), so pages can show what the API shows and
nothing more.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from rest_framework import status

ROOT = "/api/v1/"
# Who asks, and under which name: what the API needs for its own links and limits. No cookies.
PASSED_ON = ("HTTP_HOST", "HTTP_X_FORWARDED_FOR", "REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL")

Json = Any


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Json
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        return self.status == status.HTTP_200_OK


class ApiUnavailable(Exception):
    """The API answered with something that a page cannot be made of; with ``is_outage``, only for the moment."""

    def __init__(self, path: str, answered: int) -> None:
        super().__init__(f"{path} answered {answered}")
        self.is_outage = answered == status.HTTP_503_SERVICE_UNAVAILABLE


def get(request: HttpRequest, path: str, **parameters: object) -> Answer:
    return _answer(_inner(request, "GET", path, query=urlencode(parameters)))


def post(request: HttpRequest, path: str, body: Json, **parameters: object) -> Answer:
    return _answer(_inner(request, "POST", path, query=urlencode(parameters), body=json.dumps(body).encode()))


def delete(request: HttpRequest, path: str) -> Answer:
    return _answer(_inner(request, "DELETE", path))


def found(request: HttpRequest, path: str, **parameters: object) -> Json:
    """The body. Raises Http404 where the API has nothing, and ApiUnavailable where it refuses."""
    answer = get(request, path, **parameters)
    if answer.status == status.HTTP_404_NOT_FOUND:
        raise Http404
    if not answer.ok:
        raise ApiUnavailable(path, answer.status)
    return answer.body


def _inner(request: HttpRequest, method: str, path: str, *, query: str = "", body: bytes = b"") -> WSGIRequest:
    environ = {name: request.META[name] for name in PASSED_ON if name in request.META}
    return WSGIRequest(
        environ
        | {
            "REQUEST_METHOD": method,
            "PATH_INFO": (ROOT + path).encode().decode("latin-1"),  # as a server gives it
            "QUERY_STRING": query,
            "HTTP_ACCEPT": "application/json",
            "CONTENT_TYPE": "application/json" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": request.scheme,
        }
    )


def _answer(inner: WSGIRequest) -> Answer:
    try:
        match = resolve(inner.path_info)
    except Resolver404:
        return Answer(status.HTTP_404_NOT_FOUND, None, {})
    inner.resolver_match = match
    response = match.func(inner, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    body = json.loads(response.content) if response.content else None
    return Answer(response.status_code, body, dict(response.items()))
