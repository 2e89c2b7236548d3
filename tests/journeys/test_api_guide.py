"""Every snippet of docs/api.md, run as a front-end developer would."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
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
