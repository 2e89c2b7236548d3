"""How long shared caches may keep an answer, and whether the client has it already."""

import datetime as dt

from django.utils.cache import get_conditional_response
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from articles.content.canonical import sha256_hex
from articles.content.surrogate_keys import EVERY_LIST

MAX_AGE = 60
STALE_WHILE_REVALIDATE = 600


class PreconditionFailed(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition-failed"
    default_detail = "This is no longer the version that If-Match names. Read it again."


def etag_of(*parts: object) -> str:
    """A strong one, for an answer that these parts determine to the byte."""
    return f'"{sha256_hex("|".join(str(part) for part in parts))[:32]}"'


def cache_control(now: dt.datetime, until: dt.datetime | None) -> str:
    """A minute, then ten more while a fresh one is fetched; never past ``until``, when the answer will change."""
    left = int((until - now).total_seconds()) if until else MAX_AGE + STALE_WHILE_REVALIDATE
    fresh = max(0, min(MAX_AGE, left))
    return f"public, max-age={fresh}, stale-while-revalidate={max(0, min(STALE_WHILE_REVALIDATE, left - fresh))}"


def conditional(
    request: Request,
    body: bytes,
    *,
    etag: str,
    now: dt.datetime,
    until: dt.datetime | None = None,
    last_modified: dt.datetime | None = None,
    cache: str = "",
    key: str = EVERY_LIST,
) -> Response:
    """The body, or 304 where the client has it; ``key`` is what a purge names it by. Raises PreconditionFailed."""
    seconds = int(last_modified.timestamp()) if last_modified else None
    verdict = get_conditional_response(request._request, etag=etag, last_modified=seconds)
    if verdict is not None and verdict.status_code == status.HTTP_412_PRECONDITION_FAILED:
        raise PreconditionFailed
    response = Response(body) if verdict is None else Response(status=status.HTTP_304_NOT_MODIFIED)
    response["ETag"] = etag
    response["Cache-Control"] = cache or cache_control(now, until)
    response["Surrogate-Key"] = key
    if last_modified:
        response["Last-Modified"] = last_modified.astimezone(dt.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response
