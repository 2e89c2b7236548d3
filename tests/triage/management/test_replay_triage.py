import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.publishing.past import Address, shown_between
from tests.builders import after, edit, publish_now
from tests.triage.builders import make_protocol
from triage.models import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_versions() -> None:
    """A bad pain was routine at first, and soon from the tenth minute on."""
    protocol = make_protocol()
    publish_now(protocol)
    edit(protocol)
    Rule.objects.filter(protocol=protocol, code="T01").update(level="soon")
    protocol.cases.filter(code="C05").update(level="soon")
    publish_now(protocol, at=after(10))


def replayed(tmp_path: Path, at: str, answers: Any) -> list[str]:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers))
    out = io.StringIO()
    call_command("replay_triage", "leg", str(file), at=at, stdout=out)
    return out.getvalue().splitlines()


def test_each_moment_tells_what_was_told_then(tmp_path: Path) -> None:
    calm = {"age": 40, "sudden": ["none"], "swollen": "no", "pain": "bad"}

    before = replayed(tmp_path, after(9).isoformat(), calm)
    later = replayed(tmp_path, after(11).isoformat(), calm)

    hashes = [each.sha256 for each in shown_between(after(0), after(20), Address("protocol", "leg", "en"))]
    assert before[:2] == [f"leg (en) version 1, sha256 {hashes[0]}", "level routine, if ended here routine"]
    assert later[:2] == [f"leg (en) version 2, sha256 {hashes[1]}", "level soon, if ended here soon"]
    assert "A GP can look at it. You answered: How sore is it? Very." in before


@pytest.mark.parametrize(
    ("at", "answers", "message"),
    [
        ("2020-01-01T00:00", {}, "Readers had no such check"),
        ("yesterday", {}, "is not a moment"),
        (after(11).isoformat(), {"pain": "bd"}, "These answers cannot be read: /pain: That is not an answer"),
    ],
)
def test_what_cannot_be_replayed_says_why(tmp_path: Path, at: str, answers: Any, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        replayed(tmp_path, at, answers)
