"""What the log says: to which request a line belongs, and nothing of who asked or what anybody wrote.

An address can hold a private link or a reader's word, so lines name the pattern that it matched. In lines of JSON the
message of an exception, which can hold what somebody wrote, gives way to its kind and the places it came through.
"""

import datetime as dt
import json
import logging
import re
import traceback
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

access = logging.getLogger("healthkb.access")
refusals = logging.getLogger("healthkb.refusals")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")
MOST_PLACES = 30
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id_of(given: str) -> str:
    """What the proxy sent, unless it could be anything but an id."""
    return given if ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex


@contextmanager
def within_request(request_id: str) -> Iterator[None]:
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def tell_access(asked_by: str, route: str, status: int, seconds: float) -> None:
    method, milliseconds = _known(asked_by), round(seconds * 1000, 1)
    fields = {"method": method, "route": route, "status": status, "milliseconds": milliseconds}
    access.info("%s %s %s", method, route, status, extra={"fields": fields})


def tell_refusal(asked_by: str, route: str, status: int, who: Mapping[str, int | str]) -> None:
    """``who`` has the number of an account, the public start of a key, or both."""
    method, to = _known(asked_by), " and ".join(f"{name} {value}" for name, value in who.items())
    fields = {"method": method, "route": route, "status": status, **who}
    refusals.warning("%s %s %s to %s", method, route, status, to, extra={"fields": fields})


def _known(method: str) -> str:
    return method if method in METHODS else "another method"


def route_of(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "no such address"


class AboutRequest(logging.Filter):
    """Gives each line the id of its request, and takes the address out of those that Django itself writes."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_id = _request_id.get() or getattr(request, "request_id", "")
        if request is not None and isinstance(record.args, tuple):
            shown = route_of(request)
            record.args = tuple(shown if isinstance(arg, str) and arg.startswith("/") else arg for arg in record.args)
        return True


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := getattr(record, "request_id", ""):
            line["request_id"] = request_id
        fields: Mapping[str, Any] = getattr(record, "fields", {})
        error = record.exc_info[1] if record.exc_info else None
        return json.dumps(line | dict(fields) | ({"errors": faults(error)} if error else {}), ensure_ascii=False)


def faults(error: BaseException) -> list[dict[str, Any]]:
    """The exception, then what it came from."""
    found: list[dict[str, Any]] = []
    each: BaseException | None = error
    while each is not None and len(found) < MOST_PLACES:
        places = traceback.extract_tb(each.__traceback__)[-MOST_PLACES:]
        found.append({"kind": type(each).__name__, "at": [f"{at.filename}:{at.lineno} {at.name}" for at in places]})
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return found
