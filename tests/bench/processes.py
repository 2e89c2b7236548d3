"""Servers to be measured, and what they and their children take, from /proc (Linux)."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
IDLE = 0.05  # seconds of CPU in one second


@dataclass(frozen=True)
class Server:
    url: str
    pid: int
    started_in: float  # seconds


def stat_of(pid: int | str) -> list[str]:
    """Fields of /proc/PID/stat from the state on; empty for one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def family(root: int) -> list[int]:
    """A process with all that it started."""
    children: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        if stat := stat_of(name):
            children.setdefault(int(stat[1]), []).append(int(name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def cpu_seconds(roots: list[int]) -> float:
    """Of user and system, of those that have ended too."""
    stats = [stat_of(pid) for root in roots for pid in family(root)]
    return sum(sum(map(int, stat[11:15])) for stat in stats if stat) / TICK


def residents(root: int) -> list[float]:
    """Megabytes of each process of the family."""
    return [int(stat[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6 for pid in family(root) if (stat := stat_of(pid))]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def megabytes() -> float:
    """The most that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def postgres_pid(port: int) -> int | None:
    """The process that all connections of a local PostgreSQL come from."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            command = Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0")
            folder = command[command.index(b"-D") + 1].decode()
            lines = Path(folder, "postmaster.pid").read_text().splitlines()
        except (OSError, ValueError, IndexError):
            continue
        if re.search(r"(postgres|postmaster)$", command[0].decode()) and int(lines[3]) == port:
            return int(lines[0])
    return None


def granian(application: str, port: int, *, workers: int = 2, threads: int = 128) -> list[str]:
    """As `.ci/serve` and docs/operations.md have it."""
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers {workers} --blocking-threads {threads}"
    command = Path(sys.executable).with_name("granian")
    return [
        str(command),
        *options.split(),
        "--backpressure",
        "512",
        "--respawn-interval",
        "30",
        "--log-level",
        "error",
        application,
    ]


@contextmanager
def serving(
    command: list[str],
    port: int,
    environment: Mapping[str, str],
    ready: str = "/healthz",
    folder: Path = ROOT,
    log: IO[bytes] | None = None,
) -> Iterator[Server]:
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **environment}, start_new_session=True, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url + ready, process)
        yield Server(url, process.pid, time.monotonic() - began)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_idle(pid: int, patience: float = 120) -> None:
    """What a process reads ahead at its start is no part of what the first requests cost."""
    end, before = time.monotonic() + patience, cpu_seconds([pid])
    while time.monotonic() < end:
        time.sleep(1)
        now = cpu_seconds([pid])
        if now - before < IDLE:
            return
        before = now


def wait_for(url: str, process: "subprocess.Popen[bytes]", patience: float = 120) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if time.monotonic() > end or process.poll() is not None:
                raise
            time.sleep(0.05)
