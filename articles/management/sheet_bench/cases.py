"""Each case gives lines: what was measured, the ratio, and the goal that it is held against."""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from python_calamine import CalamineWorkbook

from articles.models import ImportBatch
from articles.sheets.batches import confirm, preview, upload
from articles.sheets.files.read import read_file

from .measuring import Cost, measure, peak_memory, undone
from .subjects import Subject, export_ours, export_stock, write_file


class Line(NamedTuple):
    what: str
    value: float
    unit: str
    goal: float
    at_least: bool

    def __str__(self) -> str:
        word = "at least" if self.at_least else "at most"
        is_met = self.value >= self.goal if self.at_least else self.value <= self.goal
        return f"{'ok ' if is_met else 'NO '} {self.what:58} {self.value:7.1f} {self.unit:3} ({word} {self.goal:g})"


def _less(what: str, ours: Cost, stock: Cost, goal: float) -> Line:
    """CPU of our process against that of stock; the database's own is the same kind of work for both."""
    return Line(f"{what}: stock takes", stock.cpu / ours.cpu, "×", goal, at_least=True)


def _limit(what: str, ours: Cost, bare: Cost, goal: float) -> Line:
    return Line(f"{what}: the bare database times", ours.all_cpu / bare.all_cpu, "×", goal, at_least=False)


def imports(rows: int, stock_rows: int) -> Iterator[Line]:
    with undone():
        subject = Subject()
        many, few, scale = subject.rows(rows), subject.rows(stock_rows), rows / stock_rows
        with undone():
            bare = measure(lambda: subject.insert_bare(many))
            upsert = measure(lambda: subject.upsert_bare(many))
        with undone():
            stock = measure(lambda: subject.import_stock(few)).times(scale)
            stock_again = measure(lambda: subject.import_stock(few)).times(scale)
            stock_skips = measure(lambda: subject.import_stock(few, skip_unchanged=True)).times(scale)
        ours = measure(lambda: subject.import_ours(many))
        again = measure(lambda: subject.import_ours(many))
        yield _less(f"create {rows:,}", ours, stock, 25)
        yield _limit(f"create {rows:,}", ours, bare, 3)
        yield _less(f"unchanged {rows:,}", again, stock_again, 80)
        yield _less(f"unchanged {rows:,}, stock told to skip", again, stock_skips, 80)
        yield _limit(f"unchanged {rows:,}", again, upsert, 2)
        yield from _preview(subject, many)


def _preview(subject: Subject, rows: list[list[str]]) -> Iterator[Line]:
    """Of the very file, against reading, comparing and confirming it."""
    target = io.BytesIO()
    write_file(target, subject.sheet.headings, rows)
    batch = upload(data=target.getvalue(), name="x.xlsx", by=subject.by, at=timezone.now(), wait=True)
    looked = measure(lambda: preview(batch=batch))
    whole = measure(lambda: _whole(subject, target.getvalue()))
    yield Line("preview: an unchanged import times", looked.wall / whole.wall, "×", 1.5, at_least=False)


def _whole(subject: Subject, data: bytes) -> ImportBatch:
    batch = upload(data=data, name="y.xlsx", by=subject.by, at=timezone.now(), wait=True)
    confirm(batch=batch, by=subject.by, at=timezone.now())
    return batch


def large(rows: int) -> Iterator[Line]:
    with undone():
        subject = Subject()
        many = subject.rows(rows)
        with undone():
            bare = measure(lambda: subject.insert_bare(many))
        yield _limit(f"create {rows:,}", measure(lambda: subject.import_ours(many)), bare, 3)
    ours, reader = _alone("create", rows)
    yield Line(f"create {rows:,}: memory above baseline", ours, "MiB", 150, at_least=False)
    yield Line(f"create {rows:,}: memory of the reader in all", reader, "MiB", 150, at_least=False)


def reading(rows: int) -> Iterator[Line]:
    with undone():
        subject = Subject()
        target = io.BytesIO()
        write_file(target, subject.sheet.headings, subject.rows(rows))
    data = target.getvalue()
    bare = measure(lambda: list(CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).iter_rows()))
    ours = measure(lambda: sum(1 for sheet in read_file(data, "x.xlsx").sheets for _ in sheet.rows()))
    yield Line(f"read {rows:,} rows of xlsx: bare calamine times", ours.cpu / bare.cpu, "×", 2.5, at_least=False)


def exports(rows: int, stock_rows: int) -> Iterator[Line]:
    with undone():
        subject = Subject()
        scale = rows / stock_rows
        with undone():
            subject.insert_bare(subject.rows(stock_rows))
            stock = {form: measure(partial(export_stock, form)).times(scale) for form in ("xlsx", "csv")}
        subject.insert_bare(subject.rows(rows))
        for form, goal in (("xlsx", 5), ("csv", 20)):
            with tempfile.TemporaryFile() as target:
                ours = measure(partial(export_ours, target, form))
            yield _less(f"export {rows:,} rows to {form}", ours, stock[form], goal)
    for form in ("xlsx", "csv"):
        grows = _alone(form, rows)[0] - _alone(form, rows // 5)[0]
        yield Line(f"export to {form}: memory more for 5 times the rows", grows, "MiB", 8, at_least=False)


def _alone(case: str, rows: int) -> tuple[float, float]:
    """Measured in a process of its own, so that what was done before does not count."""
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "bench_sheets"]
    done = subprocess.run(  # noqa: S603
        [*command, "--alone", case, "--many", str(rows)], check=True, capture_output=True, text=True
    )
    ours, children = json.loads(done.stdout)
    return ours, children


def alone(case: str, rows: int) -> tuple[float, float]:
    with undone():
        subject = Subject()
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            work: Callable[[], Any]
            if case == "create":
                write_file(file.file, subject.sheet.headings, subject.rows(rows))
                file.flush()
                work = lambda: _whole(subject, Path(file.name).read_bytes())  # noqa: E731
            else:
                subject.insert_bare(subject.rows(rows))
                work = lambda: export_ours(file.file, case)  # noqa: E731
            return peak_memory(work)
