import re
from io import StringIO

import pytest
from django.core.management import call_command

from articles.management.sheet_bench import cases
from articles.models import Cause, Document, Edit, ImportBatch


def test_every_figure_is_measured_and_nothing_is_left_behind(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "_alone", cases.alone)
    out = StringIO()
    call_command("bench_sheets", rows=40, many=60, stock_rows=20, stdout=out)
    assert [re.sub(r" +-?[\d.]+ +(×|MiB) +", " N ", line)[4:] for line in out.getvalue().splitlines()] == [
        "create 40: stock takes N (at least 25)",
        "create 40: the bare database times N (at most 3)",
        "unchanged 40: stock takes N (at least 80)",
        "unchanged 40: stock that skips takes N (at least 80)",
        "unchanged 40: the bare database times N (at most 2)",
        "preview: an unchanged import times N (at most 1.5)",
        "create 60: the bare database times N (at most 3)",
        "create 60: memory above the start N (at most 150)",
        "create 60: memory of the reader in all N (at most 150)",
        "read 60 rows of xlsx: bare calamine times N (at most 2.5)",
        "export 60 rows to xlsx: stock takes N (at least 5)",
        "export 60 rows to csv: stock takes N (at least 20)",
        "export to xlsx: memory more for 5 times the rows N (at most 4)",
        "export to csv: memory more for 5 times the rows N (at most 4)",
    ]
    assert [model._base_manager.count() for model in (Cause, Document, Edit, ImportBatch)] == [0, 0, 0, 0]
