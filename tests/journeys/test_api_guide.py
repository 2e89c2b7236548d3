"""Every snippet of docs/api.md, run as a front-end developer would."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test.testcases import LiveServerThread
from django.utils import timezone

from tests.builders import make_article, make_cause, make_red_flag, publish_now

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[2] / "docs/api.md"
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
RUN = {
    "bash": ["bash", "-euc"],
    "javascript": ["node", "--input-type=module", "-e"],
    "python": [sys.executable, "-c"],
}


class _Server(ThreadedWSGIServer):
    """Serves every request on the test's own connection, so no request may close it."""

    def _close_connections(self) -> None:
        pass


@pytest.fixture
def home() -> Iterator[str]:
    """A server in a thread of its own, on the connection and in the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection = connections["default"]
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
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


def test_the_guide_has_a_snippet_in_every_language() -> None:
    assert {language for language, _ in SNIPPETS} == set(RUN)


@pytest.mark.parametrize(("language", "code"), SNIPPETS)
def test_a_snippet_runs(home: str, language: str, code: str) -> None:
    if not shutil.which(RUN[language][0]):
        pytest.skip(f"{RUN[language][0]} is not installed")
    cause = make_cause()
    cause.codes.create(system="icd-10", code="R25.3", display="Fasciculation")
    red_flag = make_red_flag(text="Sudden weakness.")
    article = make_article(slug="thigh-twitching", title="Thigh twitching", causes=[cause], red_flags=[red_flag])
    publish_now(article, at=timezone.now())

    command = [*RUN[language], code.replace("http://127.0.0.1:8000", home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    expected = {
        "bash": ('"slug":', '"status_url":'),
        "javascript": ("<h1>Thigh twitching</h1>",),
        "python": ("1 articles",),
    }
    assert any(each in done.stdout for each in expected[language])
