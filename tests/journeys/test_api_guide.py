"""Every snippet of docs/api.md, run as a front-end developer would."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from tests.builders import make_article, make_cause, make_red_flag, publish_now
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[2] / "docs/api.md"
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
# One of these is in what each of them prints.
TOLD = ('"slug":', '"status_url":', "<h1>Thigh twitching</h1>", "1 articles", '"worst_possible":', "Label self_care")
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
    publish_now(make_protocol("thigh-twitching", articles=[article]), at=timezone.now())

    command = [*RUN[language], code.replace("http://127.0.0.1:8000", home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    assert [words for words in TOLD if words in done.stdout]


def test_an_article_and_a_triage_result_are_made_in_every_language() -> None:
    for what in ("<h1>", "assess/"):
        assert {language for language, code in SNIPPETS if what in code} == set(RUN)
