"""Clients generated from the description: no warning, compiled strictly, and used against the server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from tests.builders import make_article, make_cause, make_red_flag, publish_now
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
DESCRIPTION = ROOT / "docs/openapi.yaml"
CLIENTS = ROOT / "tests/clients"
TOOLS = CLIENTS / "node_modules/.bin"
STRICT = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noUnusedLocals"]
TARGET = ["--target", "es2022", "--lib", "es2022,dom", "--module", "esnext", "--moduleResolution", "bundler"]

USE = """
import sys
from health_kb_api_client import Client
from health_kb_api_client.api.articles import get_article, list_articles
from health_kb_api_client.api.search import search
from health_kb_api_client.api.triage import assess
from health_kb_api_client.models import TriageAnswers

client = Client(base_url=sys.argv[1])
article = get_article.sync(list_articles.sync(client=client).results[0].slug, client=client)
print(article.title, [flag.urgency.value for flag in article.red_flags], len(article.references))
print(search.sync(client=client, q="twitching").results[0].title)
result = assess.sync(article.triage.slug, client=client, body=TriageAnswers.from_dict({"answers": {}}))
print(result.worst_possible.value, result.next_question.question)
"""


def run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **environment},
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


@pytest.fixture
def content(home: str) -> str:
    """The address of a server with an article and the check that belongs to it."""
    article = make_article(
        slug="leg-twitching",
        title="Leg twitching",
        causes=[make_cause()],
        red_flags=[make_red_flag(urgency="emergency")],
    )
    publish_now(article, at=timezone.now())
    publish_now(make_protocol(articles=[article]), at=timezone.now())
    return home


def test_typescript(content: str, tmp_path: Path) -> None:
    if not shutil.which("node"):
        pytest.skip("Node is not installed, so no TypeScript client can be compiled (Debian: apt install nodejs npm).")
    if not TOOLS.exists():
        pytest.skip("The TypeScript compiler is not installed: npm ci --prefix tests/clients")
    told = run(TOOLS / "openapi-typescript", DESCRIPTION, "-o", tmp_path / "api.d.ts")
    assert "warn" not in told.lower()
    shutil.copy(CLIENTS / "main.ts", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    assert run(TOOLS / "tsc", *STRICT, *TARGET, tmp_path / "main.ts") == ""
    assert run("node", tmp_path / "main.js", content).split("\n")[:2] == ["Leg twitching true", "emergency sudden"]


def test_python(content: str, tmp_path: Path) -> None:
    told = run("openapi-python-client", "generate", "--path", DESCRIPTION, "--output-path", tmp_path / "client")
    assert told.strip() == "Generating " + str(tmp_path / "client")
    used = run(sys.executable, "-c", USE, content, PYTHONPATH=str(tmp_path / "client")).split("\n")
    assert used[:3] == ["Leg twitching ['emergency'] 1", "Leg twitching", "emergency sudden"]
