"""Errors as RFC 9457 problem documents.

An exception of any room becomes a problem by its `default_code` (or code) and status. It may carry two more attributes:
`errors`, a list of `{"pointer" or "parameter": ..., "detail": ...}`, and `extra`, a mapping of further members.
"""

import errno
import logging
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.views import defaults
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from healthkb.api.problems import PROBLEMS, name_of

MEDIA_TYPE = "application/problem+json"
READ_ONLY = "25006"  # of PostgreSQL; SQLite has an OperationalError for it
NO_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
API_PREFIX = "/api/"
TOO_MANY = "There were too many requests from you. Wait {} second{}, then ask again."
log = logging.getLogger(__name__)


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too-large"
    default_detail = "The body of this request is too large."


class Unavailable(exceptions.APIException):
    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    default_detail = "The database does not answer just now. Try again in a few seconds."
    wait = 5


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The exception handler of REST framework; None leaves what is not expected to the handler of the site."""
    known = as_api_exception(error)
    if known is None:
        return None
    set_rollback()
    request = context.get("request")
    by_parameter = request is not None and request.method in ("GET", "HEAD", "OPTIONS")
    response = Response(problem_of(known, by_parameter), status=known.status_code, headers=headers_of(known))
    response.content_type = MEDIA_TYPE
    return response


def as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.Throttled):
        seconds = int(getattr(error, "wait", None) or 1)
        error.detail = exceptions.ErrorDetail(TOO_MANY.format(seconds, "" if seconds == 1 else "s"), "throttled")
        return error
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound("Nothing is published at this address.")
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if is_outage(error):
        log.error("The database or the disk did not answer: %s", type(error).__name__)
        return Unavailable()
    return None


def is_outage(error: BaseException | None) -> bool:
    """The database or the disk is away, full, or takes no writes: the request did nothing wrong."""
    if isinstance(error, OperationalError | InterfaceError) or getattr(error, "is_outage", False):
        return True
    if isinstance(error, OSError) and error.errno in NO_WRITING:
        return True
    return isinstance(error, DatabaseError) and getattr(error.__cause__, "sqlstate", "") == READ_ONLY


def headers_of(error: exceptions.APIException) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def problem_of(error: exceptions.APIException, by_parameter: bool) -> dict[str, Any]:
    errors = getattr(error, "errors", None)
    detail = error.detail
    name = name_of(error.default_code)
    if isinstance(detail, str):
        name = name_of(getattr(detail, "code", None) or name)
        text = str(detail)
    else:
        errors = errors or list(field_errors(detail, by_parameter))
        text = " ".join(item["detail"] for item in errors[:3])
    return problem(name, error.status_code, text, errors, getattr(error, "extra", None))


def problem(
    name: str,
    code: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    if name not in PROBLEMS:
        name = next((known for known, entry in PROBLEMS.items() if entry.status == code), "error")
    body: dict[str, Any] = {
        "type": f"/problems/{name}",
        "title": PROBLEMS[name].title,
        "status": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return body | dict(extra or {})


def field_errors(detail: Any, by_parameter: bool, path: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """A flat list of REST framework's nested error details, each with a parameter name or a JSON pointer."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            yield from field_errors(value, by_parameter, path if key == "non_field_errors" else (*path, str(key)))
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, Mapping | list)
            yield from field_errors(value, by_parameter, (*path, str(index)) if nested else path)
    elif by_parameter and path:
        yield {"parameter": path[0], "detail": str(detail)}
    else:
        yield {"pointer": "#" + "".join(f"/{escaped(part)}" for part in path), "detail": str(detail)}


def escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def json_problem(name: str, detail: str) -> JsonResponse:
    """For what goes wrong before or outside REST framework."""
    body = problem(name, PROBLEMS[name].status, detail)
    return JsonResponse(body, status=body["status"], content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def unavailable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(API_PREFIX):
        response: HttpResponse = json_problem("unavailable", str(Unavailable.default_detail))
    else:
        response = HttpResponse(render_to_string("503.html"), status=503, headers={"Cache-Control": "no-store"})
    response["Retry-After"] = str(Unavailable.wait)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(API_PREFIX):
        return defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        return json_problem("too-large", str(TooLarge.default_detail))
    return json_problem("bad-request", "The request could not be read.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(API_PREFIX):
        return defaults.permission_denied(request, exception)
    return json_problem("permission-denied", "You may not do this.")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not request.path.startswith(API_PREFIX):
        return defaults.page_not_found(request, exception)
    return json_problem("not-found", "Nothing is published at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    if is_outage(sys.exc_info()[1]):
        return unavailable(request)
    request_id = getattr(request, "request_id", "")
    if request.path.startswith(API_PREFIX):
        return json_problem("error", f"The fault is ours. It has been written to the log, under {request_id}.")
    return HttpResponseServerError(render_to_string("500.html", {"request_id": request_id}))
