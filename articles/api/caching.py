"""How long shared caches may keep an answer, and whether the client has it already."""

import datetime as dt

from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from articles.content.canonical import sha256_hex
from articles.content.packing import pack, pays
from articles.content.surrogate_keys import EVERY_LIST
from articles.publishing.bytes import local_day

from .codings import coding_of, etag_in

MAX_AGE = 60
STALE_WHILE_REVALIDATE = 600
LONGEST = dt.timedelta(seconds=MAX_AGE + STALE_WHILE_REVALIDATE)


class PreconditionFailed(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition-failed"
    default_detail = "This is no longer the version that If-Match names. Read it again."


def etag_of(*parts: object) -> str:
    """A strong one, for an answer that these parts determine to the byte."""
    data = b"|".join(part if isinstance(part, bytes) else str(part).encode() for part in parts)
    return f'"{sha256_hex(data)[:32]}"'


def cache_control(now: dt.datetime, until: dt.datetime | None) -> str:
    """A minute, then ten more while a fresh one is fetched; never past ``until``, when the answer will change."""
    left = int((until - now).total_seconds()) if until else MAX_AGE + STALE_WHILE_REVALIDATE
    fresh = max(0, min(MAX_AGE, left))
    return f"public, max-age={fresh}, stale-while-revalidate={max(0, min(STALE_WHILE_REVALIDATE, left - fresh))}"


def public_headers(
    *,
    etag: str,
    now: dt.datetime,
    key: str,
    until: dt.datetime | None,
    last_modified: dt.datetime | None = None,
    cache: str = "",
) -> dict[str, str]:
    """What tells caches which answer this is and how long it holds. The same for the body and for 304."""
    headers = {"ETag": etag, "Cache-Control": cache or cache_control(now, until), "Surrogate-Key": key}
    if last_modified:
        headers["Last-Modified"] = http_date(last_modified.timestamp())
    return headers


class CacheableResponse(Response):
    """Tells the layers above when it will change by itself."""

    until: dt.datetime | None


def changes_at(until: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """When an answer that holds ``until`` would be another one, by the calendar or by its ``Cache-Control``."""
    day_after = local_day(now) + dt.timedelta(days=1)
    midnight = dt.datetime.combine(day_after, dt.time(), timezone.get_current_timezone())
    return min(midnight, until - LONGEST) if until else midnight


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
    coding: str | None = None,
) -> CacheableResponse:
    """The body, or 304 where the client has it; ``key`` is what a purge names it by. Raises PreconditionFailed.

    ``coding`` is that of a body which comes as it was stored. Without one it is packed here, where that pays.
    """
    packed = coding or ""
    if coding is None and pays(body):
        packed = coding_of(request)
    etag = etag_in(etag, packed)
    seconds = int(last_modified.timestamp()) if last_modified else None
    verdict = get_conditional_response(request._request, etag=etag, last_modified=seconds)
    if verdict is not None and verdict.status_code == status.HTTP_412_PRECONDITION_FAILED:
        raise PreconditionFailed
    headers = public_headers(etag=etag, now=now, until=until, last_modified=last_modified, cache=cache, key=key)
    if verdict is None:
        response = CacheableResponse(pack(body, packed) if packed and coding is None else body, headers=headers)
        if packed:
            response["Content-Encoding"] = packed
    else:
        response = CacheableResponse(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
    response.until = until
    return response
