"""Many requests at once to one target, with what each of them took. wrk sends them where it is installed."""

import json
import os
import random
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

WRK = shutil.which("wrk")
SCRIPT = r"""
local asked, n = {}, 0
function init(args)
  math.randomseed(tonumber(os.getenv("SEED")))
  for line in io.lines(os.getenv("ASKED")) do
    local method, path, etag, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = {Accept = "application/json"}
    if etag ~= "" then headers["If-None-Match"] = etag end
    if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
    n = n + 1
    asked[n] = wrk.format(method, path, headers, body)
  end
end
function request() return asked[math.random(n)] end
function done(all, latency, requests)
  local failed = all.errors
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"errors":%d,"p50":%d,"p99":%d}\n', all.requests,
    all.duration, failed.status + failed.connect + failed.read + failed.write + failed.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Asked:
    path: str
    method: str = "GET"
    etag: str = ""
    body: str = ""

    def line(self) -> str:
        return "\t".join((self.method, self.path, self.etag, self.body))

    def head(self, host: str) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", "Accept: application/json"]
        lines += [f"If-None-Match: {self.etag}"] * bool(self.etag)
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


@dataclass
class Load:
    requests: int = 0
    seconds: float = 0.0
    errors: int = 0
    p50: float = 0.0  # milliseconds
    p99: float = 0.0
    taken: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0


def load(url: str, asked: list[Asked], *, seconds: float, at_once: int, seed: int) -> Load:
    if WRK:
        return by_wrk(url, asked, seconds, at_once, seed)
    end = time.perf_counter() + seconds

    def one_after_another(number: int) -> Iterator[Asked]:
        chosen = random.Random(seed * 1000 + number)
        while time.perf_counter() < end:
            yield chosen.choice(asked)

    return by_threads(url, [one_after_another(number) for number in range(at_once)])


def load_once(url: str, asked: Iterator[Asked], requests: int, *, at_once: int) -> Load:
    """So many of them, in turn."""
    return by_threads(url, [islice(asked, requests)] * at_once)


def load_whole(url: str, asked: Asked, documents: int, *, seconds: float) -> Load:
    """Long answers, one after another, each counted as so many short ones."""
    began, done = time.perf_counter(), Load()
    while done.seconds < seconds:
        with urlopen(url + asked.path, timeout=300) as answer:
            found = sum(part.count(b"\n") for part in iter(partial(answer.read, 2**20), b""))
        done.requests, done.errors = done.requests + documents, done.errors + abs(documents - found)
        done.seconds = time.perf_counter() - began
    return done


def by_wrk(url: str, asked: list[Asked], seconds: float, at_once: int, seed: int) -> Load:
    with tempfile.TemporaryDirectory() as folder:
        script, lines = Path(folder, "load.lua"), Path(folder, "asked")
        script.write_text(SCRIPT)
        lines.write_text("".join(f"{each.line()}\n" for each in asked))
        options = f"-t1 -c{at_once} -d{max(1, round(seconds))}s --timeout 20s -s {script}".split()
        environment = {**os.environ, "ASKED": str(lines), "SEED": str(seed)}
        command = [str(WRK), *options, url]
        told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    found = re.search(r"^RESULT (.*)$", told, re.MULTILINE)
    assert found, told
    values = json.loads(found[1])
    taken = values["microseconds"] / 1e6
    return Load(values["requests"], taken, values["errors"], values["p50"] / 1000, values["p99"] / 1000)


def by_threads(url: str, to_ask: Sequence[Iterator[Asked]]) -> Load:
    host, all_of_it, lock = urlsplit(url).netloc, Load(), threading.Lock()

    def one(each_to_ask: Iterator[Asked]) -> None:
        mine, connection = Load(), None
        for each in each_to_ask:
            began = time.perf_counter()
            try:
                connection = connection or socket.create_connection((host.split(":")[0], int(host.split(":")[1])), 20)
                connection.sendall(each.head(host))
                mine.errors += read_answer(connection) >= 400
            except (OSError, ValueError, IndexError):
                mine.errors, connection = mine.errors + 1, None
            mine.taken.append(time.perf_counter() - began)
        with lock:
            all_of_it.taken += mine.taken
            all_of_it.errors += mine.errors

    began, threads = time.perf_counter(), [threading.Thread(target=one, args=(each,)) for each in to_ask]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    in_order = sorted(all_of_it.taken) or [0.0]
    all_of_it.requests, all_of_it.seconds = len(all_of_it.taken), time.perf_counter() - began
    all_of_it.p50, all_of_it.p99 = in_order[len(in_order) // 2] * 1000, in_order[int(len(in_order) * 0.99)] * 1000
    return all_of_it


def read_answer(connection: socket.socket) -> int:
    """The status, once all of the answer has come."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65_536) or _closed()
    head, _, rest = got.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    left = int(length[1]) - len(rest) if length and status != 304 else 0
    while not length and status != 304 and not rest.endswith(b"0\r\n\r\n"):
        rest = rest[-5:] + (connection.recv(65_536) or _closed())
    while left > 0:
        left -= len(connection.recv(65_536) or _closed())
    return status


def _closed() -> bytes:
    raise OSError("The server closed the connection.")
