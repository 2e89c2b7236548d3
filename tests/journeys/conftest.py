import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

from tests.processes.conftest import ROOT, Environment, copy_of, manage, migrated

__all__ = ["migrated"]
# Minutes of a browser: they run when they are asked for.
LONG = pytest.mark.skipif("LONG_TESTS" not in os.environ, reason="It takes minutes: LONG_TESTS=1 runs it.")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OFFLINE = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(frozen=True)
class Server:
    """The product as people meet it, with the demonstration content and accounts."""

    url: str
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def demonstration(migrated: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """The environment of the demonstration, to take copies of."""
    values = {"DEMONSTRATION": "1", "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "healthkb.settings"}
    with copy_of({**migrated, **values}, tmp_path_factory.mktemp("demonstration") / "var") as environment:
        manage("load_demo", environment=environment)
        yield environment


@pytest.fixture
def server(demonstration: Environment, tmp_path: Path) -> Iterator[Server]:
    with copy_of(demonstration, tmp_path / "var") as environment, serving(environment) as server:
        yield server


@contextmanager
def serving(environment: Environment) -> Iterator[Server]:
    kept = (Path(environment["VAR_DIR"]) / "demo_passwords").read_text().splitlines()
    port = _free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-3, stderr=-3) as process:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/healthz")
        yield Server(url, dict(line.split() for line in kept if len(line.split()) == 2))
        process.terminate()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(url: str) -> None:
    end = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


class _OneByOne(StaticFilesHandler):
    """Threads that share a connection would be in each other's transactions."""

    turn = threading.Lock()

    def get_response(self, request: Any) -> Any:
        with self.turn:
            return super().get_response(request)


class _Server(ThreadedWSGIServer):
    """Serves every request on the test's own connection, so no request may close it."""

    def _close_connections(self) -> None:
        pass


@pytest.fixture
def home() -> Iterator[str]:
    """A server in a thread of its own, on the connection and in the transaction of the test.

    Make the rows before ``browser`` starts: where its event loop runs, Django opens another connection.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", _OneByOne, connections_override={"default": connection})
    server.server_class = _Server
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert not server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed, so no page can be opened (Debian: apt install chromium).")
    # Playwright keeps an event loop running in this thread, and Django would refuse its database for that.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OFFLINE)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def sign_in(browser: Browser, server: Server, name: str) -> Page:
    """A window of this person's own. Anything that the page's own rules refuse fails the test."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{server.url}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", server.passwords[name])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return page
