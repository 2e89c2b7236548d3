"""What is measured beside the product, each as a WSGI application for the same server."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")

from django.core.wsgi import get_wsgi_application

django = get_wsgi_application()


@cache
def one_body() -> bytes:
    from articles.models import Published

    return bytes(Published.objects.filter(kind="article").values_list("body", flat=True)[0])


def raw(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The limit: bytes of the same length from memory, and nothing else done."""
    body = one_body()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
