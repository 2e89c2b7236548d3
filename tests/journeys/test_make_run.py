"""`make run`, as a person who has just cloned the project meets it."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def environment(folder: Path, port: int | str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_", "SECRET"))
    }
    return kept | {"VENV": sys.prefix, "VAR_DIR": str(folder), "PORT": str(port), "WORKERS": "1"}


@contextmanager
def running(folder: Path, port: int) -> Iterator[Path]:
    """The server, with everything it printed in a file; stopped as Ctrl-C does, which has to be clean."""
    printed = folder.parent / "printed"
    with printed.open("w") as output:
        command = ["make", "--no-print-directory", "run"]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment(folder, port), stdout=output, stderr=output, start_new_session=True
        )
        try:
            wait_until_ready(server, port, printed)
            yield printed
        finally:
            os.killpg(server.pid, signal.SIGINT)
            status = server.wait(timeout=30)
    assert status in (0, 130, -signal.SIGINT)
    assert "Traceback" not in printed.read_text()


def wait_until_ready(server: "subprocess.Popen[bytes]", port: int, printed: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as response:
                assert response.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail(f"It did not start:\n{printed.read_text()}")


def sign_in(port: int, username: str, password: str) -> str:
    """Returns the title of the page that follows."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = f"http://127.0.0.1:{port}/admin/login/?next=/admin/"
    form = opener.open(address).read().decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    fields = {"csrfmiddlewaretoken": token, "username": username, "password": password, "next": "/admin/"}
    page = opener.open(address, urllib.parse.urlencode(fields).encode()).read().decode()
    (title,) = re.findall(r"<title>([^<]*)</title>", page)
    return str(title)


def test_run_use_stop_and_run_again(tmp_path: Path) -> None:
    folder, port = tmp_path / "var", free_port()
    with running(folder, port) as printed:
        text = printed.read_text()
        for address in ("/admin/", "/api/v1/", "/api/v1/docs/"):
            assert f"http://127.0.0.1:{port}{address}\n" in text
        passwords = dict(re.findall(r"^  (\w+) +(\S{16})$", text, re.MULTILINE))
        assert sorted(passwords) == ["administrator", "author", "editor", "expert", "publisher", "reviewer"]
        for name, password in passwords.items():
            assert sign_in(port, name, password) == "Editing | HealthKB"
    with running(folder, port) as printed:
        text = printed.read_text()
        assert "The demonstration accounts exist." in text
        assert "The content was loaded before." in text
        assert sign_in(port, "author", passwords["author"]) == "Editing | HealthKB"


def refused(folder: Path, **values: str) -> list[str]:
    done = subprocess.run(
        [ROOT / ".ci/serve"],
        cwd=ROOT,
        env=environment(folder, 1) | values,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr.splitlines()


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert refused(tmp_path, PORT=str(port)) == [
            f"HealthKB: port {port} cannot be used (Address already in use). Choose another: PORT=8123 make run"
        ]


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_wrong_port_is_one_line(tmp_path: Path, port: str) -> None:
    (line,) = refused(tmp_path, PORT=port)
    assert line.startswith("HealthKB: PORT is ")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (line,) = refused(tmp_path / "file" / "var")
    assert line.startswith("HealthKB: This folder cannot be written: ")


def odd_python(file: Path, fails_at: str) -> str:
    """A stand-in for a Python that cannot run what holds these words."""
    file.write_text(f'#!/bin/sh\ncase "$*" in *"{fails_at}"*) exit 1 ;; -V) echo Python 3.9.2 ;; esac\n')
    file.chmod(0o755)
    return str(file)


def test_an_old_python_is_one_line(tmp_path: Path) -> None:
    python = odd_python(tmp_path / "python", "sys.version_info")
    assert refused(tmp_path / "var", VENV=str(tmp_path / "venv"), PYTHON=python) == [
        f"HealthKB: Python 3.11 or newer is needed; {python} is Python 3.9.2. Install it, or set PYTHON to its path."
    ]


def test_a_python_without_venv_is_one_line(tmp_path: Path) -> None:
    python = odd_python(tmp_path / "python", "venv, ensurepip")
    assert refused(tmp_path / "var", VENV=str(tmp_path / "venv"), PYTHON=python) == [
        f"HealthKB: {python} has no venv module. On Debian and Ubuntu: apt install python3-venv"
    ]
