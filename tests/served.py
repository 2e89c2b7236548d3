"""Asking a WSGI application, as the web server does, but without one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

Sent = tuple[str, list[tuple[str, str]], bytes]


@contextmanager
def connection_left_open() -> Iterator[None]:
    """Between requests, as the client of Django's tests does it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(
    application: Any,
    address: str,
    method: str = "GET",
    body: bytes = b"",
    /,
    *,
    kind: str = "application/json",
    **headers: str,
) -> Sent:
    """The status, the headers in order, and the body."""
    parts = urlsplit(address)
    request = RequestFactory().generic(method, parts.path, body, kind, headers=headers, QUERY_STRING=parts.query)
    environ = request.environ
    if "cookie" not in headers:
        environ.pop("HTTP_COOKIE", None)
    started: list[Any] = []
    answer = application(environ, lambda status, sent: started.extend((status, sent)))
    sent = b"".join(answer)
    answer.close() if hasattr(answer, "close") else None
    # Each request has another id for the log, which answers that nobody may keep tell.
    return started[0], sorted(header for header in started[1] if header[0] != "X-Request-Id"), sent


class Site:
    """Django alone, and what stands ``before`` a Django that counts what comes through to it."""

    def __init__(self, before: Callable[..., Any]) -> None:
        self.alone = WSGIHandler()
        self.through = 0
        self.fast = before(self._counted)

    def _counted(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.through += 1
        return self.alone(environ, start_response)

    def both(self, *asked: Any, **headers: str) -> tuple[Sent, Sent]:
        return ask(self.alone, *asked, **headers), ask(self.fast, *asked, **headers)

    def is_fast(self, *asked: Any, **headers: str) -> bool:
        """Whether Django did not see it. In any case what is sent is what Django would have sent."""
        before = self.through
        expected, sent = self.both(*asked, **headers)
        assert sent == expected
        return self.through == before
