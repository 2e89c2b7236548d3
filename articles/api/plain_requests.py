"""Requests, as the server hands them over, whose answer depends on the address, the host, one coding and one ETag."""

import re
from collections.abc import Callable
from typing import Any

from .codings import coding_in

Environ = dict[str, Any]
Start = Callable[..., Any]

TELLING = ("HTTP_AUTHORIZATION", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
ANY_JSON = {"*/*", "application/json"}
ONE_ETAG = re.compile(r'(?:W/)?("[^",]*")')


def is_plain(environ: Environ) -> bool:
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("SCRIPT_NAME"):
        return False
    if not takes_json(environ) or any(name in environ for name in TELLING):
        return False
    known = environ.get("HTTP_IF_NONE_MATCH")
    return ONE_ETAG.fullmatch(known) is not None if known else "HTTP_IF_MODIFIED_SINCE" not in environ


def takes_json(environ: Environ) -> bool:
    """Without a doubt: what names HTML or weighs one kind against another is looked at by Django."""
    accept = environ.get("HTTP_ACCEPT", "*/*")
    return not ("html" in accept or ";" in accept or ANY_JSON.isdisjoint(accept.replace(" ", "").split(",")))


def caller(environ: Environ) -> tuple[object, ...]:
    """To whom the addresses in an answer have to be whole."""
    return environ.get("HTTP_HOST"), environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO")


def coding_for(environ: Environ) -> str:
    return coding_in(environ.get("HTTP_ACCEPT_ENCODING", ""))


def knows(environ: Environ, etag: str) -> bool:
    """Whether the client has this answer already; If-None-Match compares weakly."""
    known: str = environ.get("HTTP_IF_NONE_MATCH", "")
    return known.removeprefix("W/") == etag
