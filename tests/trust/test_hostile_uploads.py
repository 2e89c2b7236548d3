"""Hostile files through the import of the admin, to the server as shipped with its worker: what they cost in memory.

Web server: how much more its largest process ever had than before the first file. Reader: the most that a process had
which reads a file. Time is of processors, of all processes together, so that a busy machine does not count.
"""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.articles.sheets.files.hostile import Case, cases, workbook, zipped
from tests.bench.processes import ROOT, cpu_seconds, family, free_port, granian, serving
from tests.journeys.conftest import LONG, demonstration, migrated
from tests.processes.conftest import Environment, copy_of
from tests.soak.browser import Browser, form_with

__all__ = ["demonstration", "migrated"]

UPLOAD, LOGIN = "/admin/articles/importbatch/upload/", "/admin/login/"
WEB_GROWTH, READER_PEAK, SECONDS = 32.0, 256.0, 3.0  # MiB, MiB, of processor time
WARM_UP = 12  # small files first, so that both processes of the web server have seen some


@dataclass
class Peaks:
    """MiB, by process."""

    web: list[int]
    worker: list[int]
    base: dict[int, float] = field(default_factory=dict)
    grown: dict[int, float] = field(default_factory=dict)
    reader: float = 0.0

    def begin(self) -> None:
        for pid in (*self.web, *self.worker):
            Path(f"/proc/{pid}/clear_refs").write_text("5")  # from now on its peak is counted anew
            self.base[pid] = _peak(pid)

    def look(self) -> None:
        for pid in (*self.web, *self.worker):
            self.grown[pid] = _peak(pid) - self.base[pid]
            for child in set(family(pid)) - {pid}:
                if b"articles.sheets.files.child" in _of(child, "cmdline"):
                    self.reader = max(self.reader, _peak(child))

    def most(self, pids: list[int]) -> float:
        return max(self.grown.get(pid, 0) for pid in pids)

    def watch(self, over: threading.Event) -> None:
        while not over.wait(0.02):
            self.look()


def _peak(pid: int) -> float:
    found = re.search(rb"VmHWM:\s+(\d+) kB", _of(pid, "status"))
    return int(found[1]) / 1024 if found else 0.0


def _of(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


@contextmanager
def served(environment: Environment) -> Iterator[tuple[Browser, int, int]]:
    """A browser where an editor has signed in, the web server and the worker."""
    port = free_port()
    shipped = {"DEBUG": "", "DJANGO_SETTINGS_MODULE": "tests.outage.settings"}
    environment = {**environment, **shipped, "SECRET_KEY": "a key for this test alone, which is long enough to be one"}
    kept = (Path(environment["VAR_DIR"]) / "demo_passwords").read_text().splitlines()
    passwords = dict(line.split() for line in kept if len(line.split()) == 2)
    with (
        serving(granian("healthkb.wsgi:application", port), port, environment) as server,
        subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=environment, stdout=-3) as worker,
    ):
        try:
            browser = Browser(port)
            form = form_with("username", browser.get(LOGIN))
            answer = browser.post(LOGIN, {**form, "username": "editor", "password": passwords["editor"]})
            assert answer.status == 302
            yield browser, server.pid, worker.pid
        finally:
            worker.terminate()


def send(browser: Browser, case: Case) -> str:
    """What the editor is told in the end. Gets the file with its problems marked too, where there is one."""
    form = form_with("note", browser.get(UPLOAD)) | {"sheet": "Causes"}
    answer = browser.post(UPLOAD, form, file=(case.name, case.data))
    while answer.status == 302:
        page = browser.get(answer.location)
        if b'http-equiv="refresh"' not in page.body:
            if b"problems.xlsx" in page.body:
                assert browser.get(f"{answer.location}problems.xlsx").body.startswith(b"PK")
            return f"{page.status} {page.body.decode()}"
        time.sleep(0.5)
    return f"{answer.status} {answer.body.decode()}"


def hostile() -> Iterator[Case]:
    """Those that are refused, and those that a reader can read and that are large all the same."""
    yield from cases()
    rows = b"".join(b"row-%d,%s\n" % (number, b"x" * 90_000) for number in range(1_700))
    yield Case("150 MB of cells in a zip", "a.zip", zipped({"Causes.csv": b"slug,description\n" + rows}), "")
    cells = b",".join([b"y" * 90_000] * 250)
    wide = b"slug," + b",".join(b"c%d" % number for number in range(249)) + b"\n" + cells + b"\n" + cells + b"\n"
    yield Case("two rows of 22 MB", "a.zip", zipped({"Causes.csv": wide}), "")


@LONG
def test_hostile_files_cost_little(demonstration: Environment, tmp_path: Path) -> None:
    costs, wrong, told_of = dict[str, float](), list[str](), list[str]()
    with copy_of(demonstration, tmp_path / "var") as environment, served(environment) as (browser, web, worker):
        for number in range(WARM_UP):
            small = zipped(workbook(docProps__note_DOT_xml=f"<x>{number}</x>"))
            assert send(browser, Case("", "a.xlsx", small, "")).startswith("200")
        peaks, over = Peaks(family(web), [worker]), threading.Event()
        peaks.begin()
        watcher = threading.Thread(target=peaks.watch, args=[over])
        watcher.start()
        try:
            for case in hostile():
                before, grown = cpu_seconds([web, worker]), peaks.most(peaks.web)
                told = send(browser, case)
                costs[case.label] = cpu_seconds([web, worker]) - before
                if told[:3] not in ("200", "422") or "Save as drafts" in told:
                    wrong.append(f"{case.label}: {told[:100]}")
                if peaks.most(peaks.web) > grown + 1:
                    told_of.append(f"{case.label} {peaks.most(peaks.web):.0f} MiB")
        finally:
            over.set()
            watcher.join()
    slowest = max(costs, key=lambda label: costs[label])
    figures = f"{len(costs)} files; grown by: web {peaks.most(peaks.web):.0f} MiB ({', '.join(told_of)}), "
    figures += f"worker {peaks.most(peaks.worker):.0f} MiB; reader {peaks.reader:.0f} MiB; "
    print(f"{figures}slowest: {slowest}, {costs[slowest]:.1f} s")  # noqa: T201 - with -s
    assert wrong == []
    assert peaks.most(peaks.web) < WEB_GROWTH
    assert 0 < peaks.reader < READER_PEAK
    assert costs[slowest] <= SECONDS
