import io
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from import_export.resources import ModelResource
from tablib import Dataset

from articles.models import Cause, Document
from articles.services.bulk_rows import insert_rows
from articles.sheets.apply import apply_changes
from articles.sheets.columns import sheet_titled
from articles.sheets.export import Choice, csv_file, write_workbook
from articles.sheets.files.frames import pack
from articles.sheets.files.read import ReadFile, Sheet
from articles.sheets.plan import Plan

HEADINGS = ["slug", "language", "name", "description", "how it leads to the symptom", "what to do", "serious"]
NAMES = ["slug", "locale", "title", "description", "mechanism", "what_to_do", "serious"]


class StockCauses(ModelResource):  # type: ignore[misc]
    """What a project has that uses django-import-export as it comes."""

    class Meta:
        model = Cause
        fields = NAMES
        import_id_fields = ["slug"]
        skip_unchanged = True


class Command(BaseCommand):
    help = "Compare imports and exports with stock django-import-export and with the bare database, as CPU ratios."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--stock-rows", type=int, default=500, help="Stock is slow: it does fewer, and is scaled.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything happens in one transaction that is rolled back, so that no row stays."""
        rows, stock_rows = make_rows(options["rows"]), make_rows(options["stock_rows"])
        scale = len(rows) / len(stock_rows)
        with undone():
            by = get_user_model().objects.create(username=f"bench-{uuid.uuid4()}", is_superuser=True)
            limit = measure(lambda: insert_bare(rows))
            stock = scale * measure(lambda: import_stock(stock_rows))
            with undone():
                ours = measure(lambda: import_ours(rows, by))
                self.say("create", ours, stock, limit)
                again = measure(lambda: import_ours(rows, by))
                preview = measure(lambda: list(plan(rows, by).changes()))
                read = measure(lambda: list(Cause.objects.values_list(*NAMES)))
                xlsx, csv = measure(export_workbook), measure(export_csv)
            with undone():
                import_stock(stock_rows)
                stock_again = scale * measure(lambda: import_stock(stock_rows))
                stock_xlsx = scale * measure(lambda: StockCauses().export().export("xlsx"))
                stock_csv = scale * measure(lambda: StockCauses().export().export("csv"))
            self.say("unchanged", again, stock_again, read)
            self.stdout.write(f"preview    {preview / again:.2f} × the time of an unchanged import")
            self.say("to xlsx", xlsx, stock_xlsx, None)
            self.say("to csv", csv, stock_csv, None)

    def say(self, what: str, ours: float, stock: float, limit: float | None) -> None:
        text = f"{what:10} {ours:7.3f} s CPU, stock takes {stock / ours:.1f} × that"
        self.stdout.write(text + (f", {ours / limit:.2f} × the bare database" if limit else ""))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def measure(work: Callable[[], Any]) -> float:
    """CPU seconds of this process. The database of PostgreSQL has processes of its own, which are not counted."""
    started = time.process_time()
    with transaction.atomic():
        work()
    return time.process_time() - started


def make_rows(count: int) -> list[list[str]]:
    text = "A muscle tightens by itself and stays tight for a while. *Stretching* eases it. "
    return [[f"bench-{n}", "en", f"Cause {n}", text * 3, text * 2, text, "no"] for n in range(count)]


def plan(rows: list[list[str]], by: Any) -> Plan:
    frames = [frame for _, frame in pack([HEADINGS, *rows])]
    return Plan(ReadFile("bench.csv", [Sheet("Causes", [], frames, len(rows) + 1)], []), by)


def import_ours(rows: list[list[str]], by: Any) -> None:
    planned = plan(rows, by)
    apply_changes(changes=planned.changes(), by=by, at=timezone.now())
    assert not planned.is_blocked


def import_stock(rows: list[list[str]]) -> None:
    StockCauses().import_data(Dataset(*rows, headers=NAMES), raise_errors=True)


def insert_bare(rows: list[list[str]]) -> None:
    with undone():
        names = ["kind", "uuid", "slug", "locale", "title", "review_interval_months", "edit_number"]
        insert_rows(Document, names, [["cause", uuid.uuid4(), *row[:3], 36, 1] for row in rows])
        pks = Document.objects.filter(slug__startswith="bench-").order_by("pk").values_list("pk", flat=True)
        own = ["document_ptr", "description", "mechanism", "what_to_do", "when_to_suspect", "serious", "synonyms"]
        insert_rows(Cause, own, [[pk, *row[3:6], "", False, []] for pk, row in zip(pks, rows, strict=True)])


def export_workbook() -> None:
    write_workbook(io.BytesIO(), Choice([sheet_titled("Causes")]))


def export_csv() -> None:
    sheet = sheet_titled("Causes")
    for _ in csv_file(sheet, sheet.rows()):
        pass
