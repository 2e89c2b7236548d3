import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as ACCOUNT
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from healthkb.accounts.idle import is_idle, note_activity
from healthkb.accounts.second_step import has_taken_second_step, owes_second_step
from healthkb.auditing import acting
from healthkb.headers import security_headers
from healthkb.logs import request_id_of, route_of, tell_access, tell_refusal, within_request


class RequestIdMiddleware:
    """The id under which the log speaks of a request. Answers that a cache may repeat to others do not name it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun, request_id = time.perf_counter(), request_id_in(request.META)
        request.request_id = request_id  # type: ignore[attr-defined]
        with within_request(request_id):
            response = self.get_response(request)
            method, route, status = str(request.method), route_of(request), response.status_code
            tell_access(method, route, status, time.perf_counter() - begun)
            if status in (401, 403) and (who := _who(request)):
                tell_refusal(method, route, status, who)
        if "public" not in response.get("Cache-Control", ""):
            response.headers["X-Request-Id"] = request_id
        return response


def request_id_in(environ: Mapping[str, Any]) -> str:
    header: str = settings.REQUEST_ID_HEADER
    return request_id_of(environ.get(f"HTTP_{header.upper().replace('-', '_')}", "") if header else "")


def _who(request: Any) -> dict[str, int | str]:
    """By number, so that the log names nobody."""
    with suppress(DatabaseError):
        bool(getattr(request, "user", None))  # finds out who it is where nobody has asked yet
    person = getattr(request, "awake", None)
    key = getattr(request, "api_key", None) or getattr(request, "refused_key", None)
    return ({"account": person.pk} if person else {}) | ({"key": key.prefix} if key else {})


HIGHEST_NUMBER = 2**63 - 1  # that a row can have


class AddressMiddleware:
    """No address has a NUL in it, or a number that no row can have. The database would refuse the question whether it
    has, and that would be our fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
        """The admin takes any text for the number of a row; elsewhere a text is no number."""
        numbers = [value for name, value in kwargs.items() if isinstance(value, int) or name == "object_id"]
        if any(map(_is_beyond, numbers)):
            raise Http404


def _is_beyond(value: int | str) -> bool:
    try:
        return abs(int(value)) > HIGHEST_NUMBER
    except ValueError:
        return False


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


class IdleMiddleware:
    """Whoever did nothing for too long is nobody, wherever the request goes. Nothing is read before somebody asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_awake, request, request.user))  # type: ignore[assignment]
        response = self.get_response(request)
        person = getattr(request, "awake", None)
        if person is not None and ACCOUNT in request.session:  # has not signed out meanwhile
            note_activity(request, response, person)
            request.session.note_use(timezone.now())  # type: ignore[attr-defined]
        return response


def _awake(request: HttpRequest, user: Any) -> Any:
    if not user.is_authenticated:
        return user
    if is_idle(request, user):
        request.was_idle = True  # type: ignore[attr-defined]
        return AnonymousUser()
    request.awake = user  # type: ignore[attr-defined]
    return user


class SecondStepMiddleware:
    """Whoever has given only the password of an account that needs more is nobody, wherever the request goes.

    The pages of the second step find the person in ``half_signed_in``. Nothing is read before somebody asks who it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_wholly_signed_in, request, request.user))  # type: ignore[assignment]
        return self.get_response(request)


def _wholly_signed_in(request: HttpRequest, user: Any) -> Any:
    # Looked at through the lazy object, so that what is handed on is the account itself.
    if not user.is_authenticated or has_taken_second_step(request.session, user) or not owes_second_step(user):
        return user
    request.half_signed_in = user  # type: ignore[attr-defined]
    return AnonymousUser()


class ActingPersonMiddleware:
    """Lets the audit log name the person who is signed in, whichever code changes an account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(request):
            return self.get_response(request)
