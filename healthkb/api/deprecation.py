"""What the API will stop serving, and when: announced in headers, in the description and on the docs page.

The policy is in docs/api.md. Add an entry here, and a line to CHANGELOG.md, at least a year before the end.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

NOTICE = dt.timedelta(days=365)
POLICY = {
    "notice_days": NOTICE.days,
    "headers": ["Deprecation", "Sunset", "Link"],
    "versioning": "Within /api/v1/ fields and parameters are only added. Any end is announced a year before.",
}


@dataclass(frozen=True, slots=True)
class Deprecation:
    """``since`` it is announced, at ``ends`` it is gone; ``instead`` is the path that takes its place."""

    operation_id: str
    since: dt.date
    ends: dt.date
    instead: str

    def __post_init__(self) -> None:
        if self.ends - self.since < NOTICE:
            raise ValueError(f"{self.operation_id} has to be announced {NOTICE.days} days before its end.")

    @property
    def headers(self) -> dict[str, str]:
        """RFC 9745 and RFC 8594."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.ends)),
            "Link": f'<{self.instead}>; rel="successor-version", </api/v1/docs/>; rel="deprecation"',
        }


DEPRECATED: Mapping[str, Deprecation] = {}  # by the name of the address in urls.py


class DeprecationMiddleware:
    """Takes no part where nothing is deprecated."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not DEPRECATED:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and (found := DEPRECATED.get(match.view_name)):
            for name, value in found.headers.items():
                response.headers[name] = value
        return response


def describe_deprecations(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular."""
    result["info"]["x-deprecation-policy"] = POLICY
    by_operation = {each.operation_id: each for each in DEPRECATED.values()}
    for operations in result["paths"].values():
        for operation in operations.values():
            if found := by_operation.get(operation["operationId"]):
                operation |= {"deprecated": True, "x-sunset": found.ends.isoformat()}
    return result


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp())
