from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.content.vocabulary import AuditAction
from articles.models import AuditHead
from articles.publishing import audit
from articles.publishing.audit_chain import anchor_now
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
