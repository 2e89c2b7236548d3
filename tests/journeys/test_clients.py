"""Clients generated from the description: no warning, compiled strictly, and used against the server."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.builders import make_article, make_cause, make_red_flag, publish_now
from tests.triage.builders import LEG, make_protocol
from triage.engine import Compiled, Protocol, assess, compile_protocol, parse_answers

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


@pytest.fixture(scope="module")
def python_client(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a client generated from the description is imported from."""
    folder = tmp_path_factory.mktemp("python") / "client"
    told = run("openapi-python-client", "generate", "--path", DESCRIPTION, "--output-path", folder)
    assert told.strip() == f"Generating {folder}"
    return str(folder)


def test_python(content: str, python_client: str) -> None:
    used = run(sys.executable, "-c", USE, content, PYTHONPATH=python_client).split("\n")
    assert used[:3] == ["Leg twitching ['emergency'] 1", "Leg twitching", "emergency sudden"]


def test_a_front_end_that_knows_only_the_description_interviews_as_the_engine_would(
    content: str, python_client: str
) -> None:
    causes = [{"slug": slug} for slug in LEG["causes"]]
    own = {name: value for name, value in LEG.items() if name != "wordings"}
    compiled = compile_protocol(Protocol.from_json({"slug": "leg", **own, "causes": causes}))

    interviews = json.loads(run(sys.executable, CLIENTS / "interview.py", content, "40", PYTHONPATH=python_client))

    assert {each["protocol"] for each in interviews} == {"leg"}
    assert all(each["told"] == told_by_the_engine(compiled, each["answers"]) for each in interviews)
    assert {each["told"][-1]["level"] for each in interviews} >= {"emergency", "same_day", "soon", "self_care"}
    assert all(len(each["answers"]) <= each["told"][0]["at_most"] for each in interviews)


def told_by_the_engine(compiled: Compiled, answers: dict[str, Any]) -> list[dict[str, Any]]:
    """What should have been told after each answer, from none to all of them."""
    steps = [
        parse_answers(compiled.known_questions, dict(list(answers.items())[:count]))
        for count in range(len(answers) + 1)
    ]
    return [
        {
            "level": result.level.code if result.level else None,
            "worst": result.worst_possible.code,
            "next": result.next_question.question if result.next_question else None,
            "at_most": result.progress.at_most,
            "fired": [rule.rule for rule in result.fired],
            "causes": [cause.cause for cause in result.causes],
        }
        for result in (assess(compiled, step) for step in steps)
    ]
