"""The address where Prometheus asks: one of this machine, or one that asks for a token."""

import hmac
import ipaddress
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.db import connections
from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector


class UnguardedAddress(Exception):
    pass


def metrics_server(address: str, *, token: str, folder: Path, stored: Collector) -> WSGIServer:
    """Raises UnguardedAddress, or OSError where the address cannot be used."""
    host, _, port = address.rpartition(":")
    if not token and not (host and ipaddress.ip_address(host).is_loopback):
        raise UnguardedAddress(
            f"Anyone could read the metrics at {address}. Set METRICS_TOKEN, or use 127.0.0.1 as the address."
        )
    server = Server((host, int(port)), QuietHandler)
    server.set_app(guarded(make_wsgi_app(registry_of(folder, stored)), token))
    return server


def registry_of(folder: Path, stored: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(stored)
    if folder.is_dir():
        MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    return registry


def guarded(application: Callable[..., Iterable[bytes]], token: str) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("HTTP_AUTHORIZATION", "")
        if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            start_response("401 Unauthorized", [("WWW-Authenticate", "Bearer"), ("Content-Length", "0")])
            return []
        try:
            return application(environ, start_response)
        finally:
            connections.close_all()  # those of this thread, which ends with the answer

    return answer


class Server(ThreadingMixIn, WSGIServer):
    """A client that is slow keeps nobody else waiting."""

    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    timeout = 10

    def log_message(self, format: str, *args: Any) -> None:
        pass
