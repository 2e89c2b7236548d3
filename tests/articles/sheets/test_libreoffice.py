"""A real spreadsheet program opens the workbook and saves it, and the import finds nothing changed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from articles.models import Article
from tests.builders import make_faq
from tests.triage.builders import make_protocol

from .builders import exported, said, upload_now
from .test_round_trip import STORABLE, everything, whole_base

__all__ = ["whole_base"]

PROGRAM = shutil.which("soffice")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is missing (Debian: libreoffice-calc-nogui)")


def saved_by_libreoffice(data: bytes, folder: Path) -> bytes:
    source, target, profile = folder / "base.xlsx", folder / "saved", folder / "profile"
    source.write_bytes(data)
    options = [f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", "xlsx"]
    subprocess.run([str(PROGRAM), *options, "--outdir", str(target), str(source)], check=True, timeout=300)
    return (target / source.name).read_bytes()


def test_a_spreadsheet_program_may_open_and_save_the_whole_base(whole_base: Article, tmp_path: Path) -> None:
    make_protocol()
    for number, text in enumerate(STORABLE):
        make_faq(slug=f"faq-{number:03}", answer=text[:20_000])
    before = everything()
    batch = upload_now(saved_by_libreoffice(exported(), tmp_path))
    assert said(batch) == []
    assert batch.counts == {
        title: {"new": 0, "changed": 0, "unchanged": len(rows), "removed": 0, "conflicts": 0}
        for title, rows in before.items()
    }
