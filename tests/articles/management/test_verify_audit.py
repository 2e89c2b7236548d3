import io
import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from articles.content.vocabulary import AuditAction
from articles.models import AuditHead
from articles.publishing import audit
from articles.publishing.audit_chain import anchor_now
from healthkb.logs import JsonLines
from tests.builders import AT

pytestmark = pytest.mark.django_db


def test_it_says_that_the_log_is_whole_and_adds_an_anchor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    anchors = tmp_path / "anchors"
    audit(action=AuditAction.CHANGED, by=None, at=AT)
    call_command("verify_audit", add_anchor=anchors)
    audit(action=AuditAction.CHANGED, by=None, at=AT)
    call_command("verify_audit", add_anchor=anchors)
    call_command("verify_audit", anchor=anchors)
    number = anchor_now().number
    assert capsys.readouterr().out.splitlines() == [
        f"The audit log is whole: {number - 1} entries, 0 anchors.",
        f"The audit log is whole: {number} entries, 0 anchors.",
        f"The audit log is whole: {number} entries, 2 anchors.",
    ]


def test_lines_of_the_log_in_json_are_anchors_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], django_capture_on_commit_callbacks: Any
) -> None:
    """Kept elsewhere, they show a log that was cut and made whole again."""
    lines, logger = io.StringIO(), logging.getLogger("articles.audit")
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    with django_capture_on_commit_callbacks(execute=True):
        kept = [audit(action=AuditAction.CHANGED, by=None, at=AT) for _ in range(3)]
        with suppress(ZeroDivisionError), transaction.atomic():
            audit(action=AuditAction.CHANGED, by=None, at=AT)
            raise ZeroDivisionError
        logging.getLogger("articles.audit.another").info("of something else")
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
    other, *told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(line["number"], line["sha256"]) for line in told] == [(each.number, each.sha256) for each in kept]
    assert {*told[0]} - {*other} == {"number", "sha256"}
    file = tmp_path / "lines"
    file.write_text(lines.getvalue())
    call_command("verify_audit", anchor=file)
    assert capsys.readouterr().out == f"The audit log is whole: {kept[2].number} entries, 3 anchors.\n"
    file.write_text(lines.getvalue() + json.dumps({**told[2], "number": kept[2].number + 1}))
    with pytest.raises(CommandError, match="not whole: 1 faults"):
        call_command("verify_audit", anchor=file)
    assert f"entry {kept[2].number + 1} is in an anchor and not in the log" in capsys.readouterr().err


def test_it_fails_and_names_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    audit(action=AuditAction.CHANGED, by=None, at=AT)
    number = anchor_now().number
    AuditHead.objects.update(number=number + 2)
    with pytest.raises(CommandError, match="not whole: 1 faults"):
        call_command("verify_audit")
    assert capsys.readouterr().err == f"The log was cut: it ends at entry {number}, and {number + 2} were written.\n"


def test_a_file_that_holds_no_anchors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "anchors").write_text("what is this")
    with pytest.raises(CommandError, match="cannot be read as anchors"):
        call_command("verify_audit", anchor=tmp_path / "anchors")
