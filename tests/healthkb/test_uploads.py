import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

LARGE = b"0123456789abcdef" * 200_000


def test_a_large_upload_has_no_name_on_the_disk_so_that_a_kill_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("base.xlsx", LARGE)})
    file: Any = request.FILES["file"]
    assert (file.name, file.size, list(tmp_path.iterdir())) == ("base.xlsx", len(LARGE), [])
    assert file.read() == LARGE
