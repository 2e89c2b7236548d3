"""Requests of all web processes together, the fast path's too: each process counts in files of its own.

Imported by `healthkb.wsgi` where METRICS is on, and by nothing else: the library reads where the files are when it is
imported.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

settings.METRICS_FOLDER.mkdir(parents=True, exist_ok=True)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_FOLDER)

from prometheus_client import Counter, Histogram  # noqa: E402  the folder has to be known

from healthkb.logs import METHODS  # noqa: E402

REQUESTS = Counter("healthkb_requests", "Requests that were answered.", ("area", "method", "status"))
SECONDS = Histogram(
    "healthkb_request_seconds",
    "From the request until the answer's headers.",
    ("area",),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
# By how an address begins; the first that fits.
AREAS = (
    ("/api/v1/triage/", "triage"),
    ("/api/v1/search/", "search"),
    ("/api/", "api"),
    ("/admin/", "admin"),
    ("/static/", "files"),
    ("/media/", "files"),
    ("/healthz", "health"),
    ("/readyz", "health"),
)


def area_of(path: str) -> str:
    return next((area for start, area in AREAS if path.startswith(start)), "site")


class CountedRequests:
    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun, status = time.perf_counter(), "500"

        def started(line: str, *rest: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, *rest)

        try:
            return self.application(environ, started)
        finally:
            area, method = area_of(environ["PATH_INFO"]), environ["REQUEST_METHOD"]
            REQUESTS.labels(area, method if method in METHODS else "other", status).inc()
            SECONDS.labels(area).observe(time.perf_counter() - begun)
