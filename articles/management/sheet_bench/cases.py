"""Each case gives lines: what was measured, the ratio, and the goal that it is held against."""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from python_calamine import CalamineWorkbook

from articles.models import Cause, ImportBatch
from articles.sheets.batches import confirm, preview, upload
from articles.sheets.files.read import read_file

from . import bare
from .measuring import Costs, Work, measure, peak_memory, undone
from .subjects import Rows, Subject, export_ours, export_stock, write_file

_OURS, _STOCK, _SKIPS, _BARE = "ours", "stock", "stock that skips", "bare"
# The database's own work is the same kind for stock and for us, so only the process that asks is compared there.
_CPU, _ALL_CPU = attrgetter("cpu"), attrgetter("all_cpu")


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


def _less(what: str, costs: Costs, goal: float, stock: str = _STOCK) -> Line:
    return Line(f"{what}: {stock} takes", costs.ratio(stock, _OURS, _CPU), "×", goal, at_least=True)


def _limit(what: str, costs: Costs, goal: float) -> Line:
    return Line(f"{what}: the bare database times", costs.ratio(_OURS, _BARE, _ALL_CPU), "×", goal, at_least=False)


def imports(rows: int, stock_rows: int, rounds: int) -> Iterator[Line]:
    with undone():
        subject, scale = Subject(), {_STOCK: rows / stock_rows, _SKIPS: rows / stock_rows}
        many, few = subject.rows(rows), subject.rows(stock_rows)
        create: dict[str, Work] = {_BARE: partial(bare.insert, bare.loads_of(subject, many))}
        create |= {_OURS: partial(subject.import_ours, many), _STOCK: partial(subject.import_stock, few)}
        costs = measure(rounds, create, scale)
        yield _less(f"create {rows:,}", costs, 25)
        yield _limit(f"create {rows:,}", costs, 3)
        subject.import_ours(many)
        again: dict[str, Work] = {**create, _SKIPS: partial(subject.import_stock, few, skip_unchanged=True)}
        again[_BARE] = partial(bare.upsert, bare.loads_of(subject, many, subject.pks(many)))
        costs = measure(rounds, again, scale)
        yield _less(f"unchanged {rows:,}", costs, 80)
        yield _less(f"unchanged {rows:,}", costs, 80, _SKIPS)
        yield _limit(f"unchanged {rows:,}", costs, 2)
        yield _preview(subject, many, rounds)


def _preview(subject: Subject, rows: Rows, rounds: int) -> Line:
    """Of the very file, against reading, comparing and confirming it."""
    target = io.BytesIO()
    write_file(target, subject.sheet.headings, rows)
    data = target.getvalue()
    batch = upload(file=ContentFile(data, "x.xlsx"), by=subject.by, at=timezone.now(), wait=True)
    costs = measure(rounds, {"preview": partial(preview, batch=batch), "whole": partial(_whole, subject, data)})
    ratio = costs.ratio("preview", "whole", _ALL_CPU)
    return Line("preview: an unchanged import times", ratio, "×", 1.5, at_least=False)


def _whole(subject: Subject, data: bytes) -> ImportBatch:
    batch = upload(file=ContentFile(data, "y.xlsx"), by=subject.by, at=timezone.now(), wait=True)
    confirm(batch=batch, by=subject.by, at=timezone.now())
    return batch


def large(rows: int, rounds: int) -> Iterator[Line]:
    with undone():
        subject = Subject()
        many = subject.rows(rows)
        works: dict[str, Work] = {_BARE: partial(bare.insert, bare.loads_of(subject, many))}
        works[_OURS] = partial(subject.import_ours, many)
        yield _limit(f"create {rows:,}", measure(rounds, works), 3)
    ours, reader = _alone("create", rows)
    yield Line(f"create {rows:,}: memory above the start", ours, "MiB", 150, at_least=False)
    yield Line(f"create {rows:,}: memory of the reader in all", reader, "MiB", 150, at_least=False)


def reading(rows: int, rounds: int) -> Iterator[Line]:
    with undone():
        subject = Subject()
        target = io.BytesIO()
        write_file(target, subject.sheet.headings, subject.rows(rows))
    data = target.getvalue()
    costs = measure(rounds, {_BARE: lambda: _read_bare(data), _OURS: lambda: _read_ours(data)})
    ratio = costs.ratio(_OURS, _BARE, _CPU)
    yield Line(f"read {rows:,} rows of xlsx: bare calamine times", ratio, "×", 2.5, at_least=False)


def _read_bare(data: bytes) -> int:
    return sum(1 for _ in CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).iter_rows())


def _read_ours(data: bytes) -> int:
    return sum(1 for sheet in read_file(data, "x.xlsx").sheets for _ in sheet.rows())


def exports(rows: int, stock_rows: int, rounds: int) -> Iterator[Line]:
    costs = {form: Costs({_OURS: [], _STOCK: []}) for form in ("xlsx", "csv")}
    with undone():
        subject = Subject()
        many = subject.rows(rows)
        subject.import_ours(many)
        few = Cause.objects.filter(pk__in=subject.pks(many[:stock_rows]))
        for form in costs:
            works = {_OURS: partial(export_ours, form), _STOCK: partial(export_stock, form, few)}
            costs[form] = measure(rounds, works, {_STOCK: rows / stock_rows})
    for form, goal in (("xlsx", 5), ("csv", 20)):
        yield _less(f"export {rows:,} rows to {form}", costs[form], goal)
    for form in costs:
        grows = _alone(form, rows)[0] - _alone(form, rows // 5)[0]
        yield Line(f"export to {form}: memory more for 5 times the rows", grows, "MiB", 4, at_least=False)


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
        if case != "create":
            bare.insert(bare.loads_of(subject, subject.rows(rows)))
            return peak_memory(partial(export_ours, case))
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            write_file(file.file, subject.sheet.headings, subject.rows(rows))
            file.flush()
            return peak_memory(lambda: _whole(subject, Path(file.name).read_bytes()))
