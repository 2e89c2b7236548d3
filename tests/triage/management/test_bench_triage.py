import json
import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.triage.engine.examples import SMALL


def test_medians_are_printed_for_a_file_and_for_generated_protocols(tmp_path: Path) -> None:
    pack = {"slug": "pack", "title": "Pack", "stages": [], "questions": [], "rules": []}
    (tmp_path / "small.json").write_text(json.dumps({**SMALL, "includes": ["pack"]}))
    (tmp_path / "pack.json").write_text(json.dumps(pack))
    out = StringIO()
    files = [str(tmp_path / "small.json"), str(tmp_path / "pack.json")]
    call_command("bench_triage", *files, rules=[6], rounds=2, stdout=out)
    assert re.sub(r"\d+ (µs|ms)", r"N \1", out.getvalue()) == (
        "small: 5 questions, 3 rules: median N µs, slowest N µs, compiled in N ms\n"
        "generated: 2 questions, 6 rules: median N µs, slowest N µs, compiled in N ms\n"
    )


def test_without_a_file_the_shipped_protocol_is_measured() -> None:
    out = StringIO()
    call_command("bench_triage", rules=[], rounds=2, stdout=out)
    assert re.sub(r"\d+ (µs|ms)", r"N \1", out.getvalue()) == (
        "thigh-twitching: 32 questions, 127 rules: median N µs, slowest N µs, compiled in N ms\n"
    )
