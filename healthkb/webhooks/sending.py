"""One POST to a stranger's server, by which nothing of ours can be reached, held up or filled.

The name is looked up once, the addresses are judged, and the connection goes to one of them: a second look-up cannot
lead elsewhere. Redirects are not followed. All of it has one deadline, and of the answer only the head is read.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from .addresses import AddressRefused, Resolve, allowed_addresses, is_allowed, resolve

DEADLINE = 15.0  # seconds for everything after the name has been looked up
MOST_HEAD = 16_384
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?:[ \r]|$)")
_RETRY_AFTER = re.compile(rb"^retry-after:[ \t]*(\d{1,6})[ \t]*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one POST. Without ``status`` there was no answer, and ``error`` says why."""

    status: int | None = None
    error: str = ""
    retry_after: int | None = None

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class BadURL(ValueError):
    """With a message for an editor."""


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, resolver: Resolve = resolve, deadline: float = DEADLINE
) -> Outcome:
    """Never raises: whatever goes wrong is an outcome."""
    try:
        parts = checked_url(url)
        host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
        addresses = allowed_addresses(host, port, resolver=resolver)
        if parts.scheme == "http" and not all(is_allowed(address) for address in addresses):
            raise AddressRefused("Use https: a message that is not encrypted can be read and changed on its way.")
        until = time.monotonic() + deadline
        with _connect(addresses, port, until) as plain, _secured(plain, parts, until) as connection:
            _send(connection, _request(parts, headers, body), until)
            return _read_outcome(connection, until)
    except (AddressRefused, BadURL) as refusal:
        return Outcome(error=str(refusal))
    except TimeoutError:
        return Outcome(error=f"No answer within {deadline:g} seconds.")
    except ssl.SSLError as error:
        return Outcome(error=f"No encrypted connection: {error.reason or type(error).__name__}."[:200])
    except (OSError, ValueError) as error:
        return Outcome(error=f"No connection: {getattr(error, 'strerror', None) or type(error).__name__}."[:200])


def checked_url(url: str) -> SplitResult:
    """Raises BadURL. Says nothing yet of where the host is."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise BadURL("This is not an address of the web.") from None
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise BadURL("Give an address that begins with https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadURL("Leave out names, passwords and what stands after #.")
    if not url.isascii() or any(character <= " " or character == "\x7f" for character in url):
        raise BadURL("Write the address in plain letters, without spaces.")
    return parts


def _connect(addresses: list[str], port: int, until: float) -> socket.socket:
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout=_left(until) / 2)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout=_left(until))


def _secured(plain: socket.socket, parts: SplitResult, until: float) -> socket.socket:
    """Encrypted, and sure that it is this host."""
    if parts.scheme == "http":
        return plain
    plain.settimeout(_left(until))
    return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)


def _request(parts: SplitResult, headers: Mapping[str, str], body: bytes) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    lines = [f"POST {path} HTTP/1.1", f"Host: {host}", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode("ascii") + body


def _send(connection: socket.socket, data: bytes, until: float) -> None:
    left = memoryview(data)
    while left:
        connection.settimeout(_left(until))
        left = left[connection.send(left) :]


def _read_outcome(connection: socket.socket, until: float) -> Outcome:
    head = b""
    while True:
        while b"\r\n\r\n" not in head:
            connection.settimeout(_left(until))
            more = connection.recv(4096)
            head += more
            if not more or len(head) > MOST_HEAD:
                return Outcome(error="The answer was not one of HTTP.")
        first, _, head = head.partition(b"\r\n\r\n")
        status = _STATUS.match(first)
        if status is None:
            return Outcome(error="The answer was not one of HTTP.")
        if (code := int(status[1])) >= 200:  # what comes before it is only a sign of life
            wait = _RETRY_AFTER.search(first.replace(b"\r\n", b"\n"))
            return Outcome(status=code, retry_after=int(wait[1]) if wait else None)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
