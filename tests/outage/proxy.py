"""A TCP proxy that can delay, fall silent, or hang up and refuse, as networks and their parts do."""

import contextlib
import socket
import threading
import time


class Proxy:
    """From a free port to this one. ``delay`` is in seconds for each packet; ``is_silent`` holds every packet back."""

    def __init__(self, target: int) -> None:
        self.target, self.delay, self.is_silent, self.is_refusing = target, 0.0, False, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.open: set[socket.socket] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def hang_up(self) -> None:
        self.is_refusing = True
        for end in list(self.open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def heal(self) -> None:
        self.delay, self.is_silent, self.is_refusing = 0.0, False, False

    def _listen(self) -> None:
        while True:
            client, _ = self.listener.accept()
            if self.is_refusing:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=pair, daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        self.open.add(source)
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                time.sleep(self.delay)
                while self.is_silent:
                    time.sleep(0.05)
                target.sendall(data)
        self.open.discard(source)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
