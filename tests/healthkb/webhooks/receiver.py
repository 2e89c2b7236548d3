"""A server on this machine that takes webhooks, or fails, stalls and lies, as it is told."""

import base64
import hmac
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass
class Receiver:
    """``answers`` are sent one after the other, the last one for ever. ``port`` is on 127.0.0.1."""

    port: int
    answers: list[bytes | Callable[[socket.socket], None]]
    connections: int = 0
    requests: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, body in self.requests]

    def handle(self, connection: socket.socket) -> None:
        self.connections += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        with connection:
            request = read_request(connection)
            if request is None:
                return
            self.requests.append(request)
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


def read_request(connection: socket.socket) -> tuple[Mapping[str, str], bytes] | None:
    connection.settimeout(10)
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65_536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers["content-length"]):
        body += connection.recv(65_536)
    return headers, body


@contextmanager
def receiving(*answers: bytes | Callable[[socket.socket], None]) -> Iterator[Receiver]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        receiver = Receiver(server.getsockname()[1], list(answers or [OK]))
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                try:
                    receiver.handle(connection)
                except OSError:
                    continue  # the sender has gone, as it should

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield receiver
        finally:
            stop.set()
            thread.join()


def is_signed(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """As a receiver checks it, by the specification rather than by our code."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.split("_", 1)[1])
    expected = "v1," + base64.b64encode(hmac.new(key, signed, "sha256").digest()).decode()
    return expected in headers["webhook-signature"].split(" ")
