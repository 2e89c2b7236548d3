"""``make slowtest``: does the server answer others while 60 clients are slow? Prints how long 40 of the others waited.

A third of the slow ones send their headers byte by byte, a third a body; a third ask for everything and read nothing.
"""

import argparse
import os
import shutil
import socket
import statistics
import sys
import threading
import time
import urllib.request
from pathlib import Path

from .bases import add_base, loaded
from .processes import granian, serving

PORT, SLOW, ASKED, PATIENCE = 8850, 60, 40, 10.0
PATH = "/api/v1/articles/template/"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make slowtest", description=__doc__)
    add_base(parser)
    parser.add_argument("--with", dest="chosen", nargs="+", default=["granian"])
    asked = parser.parse_args()
    environment = loaded(asked.size, asked.folder, asked.database)
    for number, name in enumerate(asked.chosen):
        port = PORT + number
        with serving(command_of(name, port), port, environment):
            alone = waits(port)
            stop = threading.Event()
            threads = [threading.Thread(target=be_slow, args=(port, each, stop)) for each in range(SLOW)]
            for thread in threads:
                thread.start()
            time.sleep(3)
            beside = waits(port)
            stop.set()
            for thread in threads:
                thread.join()
        print(f"{name}: alone {told(alone)}; beside {SLOW} slow ones {told(beside)}", flush=True)


def command_of(name: str, port: int) -> list[str]:
    """`granian`, as shipped; `granian:4` with so many threads; others that are installed, for comparison."""
    kind, _, threads = name.partition(":")
    application = "healthkb.wsgi:application"
    if kind == "granian":
        return granian(application, port, threads=int(threads or 128))
    commands = {
        "waitress": f"waitress-serve --listen 127.0.0.1:{port} --threads {threads or 8} {application}",
        "gunicorn": f"gunicorn -b 127.0.0.1:{port} -w 2 -k gthread --threads {threads or 4} {application}",
    }
    command = commands[kind].split()
    beside = Path(sys.executable).with_name(command[0])
    return [str(beside if beside.exists() else shutil.which(command[0]) or command[0]), *command[1:]]


def waits(port: int) -> list[float]:
    """Seconds, each on a connection of its own."""
    found = []
    for _ in range(ASKED):
        began = time.monotonic()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{PATH}", timeout=PATIENCE).close()
            found.append(time.monotonic() - began)
        except OSError:
            found.append(PATIENCE)
            if found[-3:] == [PATIENCE] * 3:
                return found
        time.sleep(0.02)
    return found


def told(found: list[float]) -> str:
    late = sum(each >= PATIENCE for each in found)
    words = f"median {statistics.median(found) * 1000:.0f} ms, longest {max(found) * 1000:.0f} ms"
    return words + (f", {late} without an answer" if late else "")


def be_slow(port: int, number: int, stop: threading.Event) -> None:
    try:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", port))
            connection.sendall(first_bytes(number % 3))
            while not stop.wait(1):
                if number % 3 < 2:
                    connection.sendall(b"a")
    except OSError:
        return  # the server has had enough of it, which is its right


def first_bytes(sort: int) -> bytes:
    if sort == 0:
        return b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
    if sort == 1:
        head = "Content-Type: application/json\r\nContent-Length: 10000"
        return f"POST /api/v1/triage/protocols/leg/assess/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n\r\n".encode()
    return b"GET /api/v1/export/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    main()
