"""The same causes, with the same columns and links, written and read in three ways."""

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ManyToManyWidget
from tablib import Dataset

from articles.models import Cause, DiagnosticTest, RedFlag, Reference, Remedy
from articles.sheets.apply import apply_changes
from articles.sheets.columns import sheet_titled
from articles.sheets.export import Choice, csv_file, write_workbook
from articles.sheets.files.frames import pack
from articles.sheets.files.read import ReadFile, Sheet
from articles.sheets.files.write_xlsx import Heading, WorkbookWriter
from articles.sheets.plan import Plan

Rows = list[list[str]]

_TEXT = "A muscle tightens by itself and stays tight for a while. *Stretching* eases it. "
_LINKS = 20
_NAMES = ("slug", "locale", "title", "description", "mechanism", "what_to_do", "when_to_suspect", "serious")


class StockCauses(ModelResource):  # type: ignore[misc]
    """What a project has that uses django-import-export as it comes: the columns of our sheet, linked by slug."""

    remedies = Field("remedies", "remedies", ManyToManyWidget(Remedy, field="slug"))
    tests = Field("tests", "tests", ManyToManyWidget(DiagnosticTest, field="slug"))
    red_flags = Field("red_flags", "red_flags", ManyToManyWidget(RedFlag, field="slug"))
    references = Field("references", "references", ManyToManyWidget(Reference, field="slug"))

    class Meta:
        model = Cause
        fields = (*_NAMES, "synonyms", "remedies", "tests", "red_flags", "references", "review_interval_months")
        import_id_fields = ("slug",)


class StockCausesSkipping(StockCauses):
    class Meta(StockCauses.Meta):
        skip_unchanged = True


class Subject:
    """Makes rows, and has what they name in the database. To be used inside a transaction that is undone."""

    def __init__(self) -> None:
        people: Any = get_user_model().objects
        self.by = people.create(username=f"bench-{uuid.uuid4()}", is_superuser=True)
        self.sheet = sheet_titled("Causes")
        names = [f"bench-link-{number}" for number in range(_LINKS)]
        Reference.objects.bulk_create(
            Reference(slug=name, publisher="P", title=name, grade="guideline") for name in names
        )
        for name in names:
            Remedy.objects.create(kind="remedy", slug=name, title=name, remedy_kind="self_care")
        self.references = list(Reference.objects.filter(slug__in=names).values_list("pk", flat=True))
        self.remedies = list(Remedy.objects.filter(slug__in=names).values_list("pk", flat=True))

    def rows(self, count: int) -> Rows:
        """As our sheet shows them."""
        values = dict.fromkeys(self.sheet.headings, "")
        values |= {"language": "en", "description": _TEXT * 3, "how it leads to the symptom": _TEXT * 2}
        values |= {"what to do": _TEXT, "serious": "no", "review every (months)": "36"}
        return [[*(values | self._own(number)).values()] for number in range(count)]

    def _own(self, number: int) -> dict[str, str]:
        link = f"bench-link-{number % _LINKS}"
        return {"slug": f"bench-{number}", "name": f"Cause {number}", "remedies": link, "references": link}

    def plan(self, rows: Rows) -> Plan:
        frames = [frame for _, frame in pack([self.sheet.headings, *rows])]
        return Plan(ReadFile("bench.csv", [Sheet("Causes", [], frames, len(rows) + 1)], []), self.by)

    def import_ours(self, rows: Rows) -> None:
        planned = self.plan(rows)
        apply_changes(changes=planned.changes(), by=self.by, at=timezone.now())
        assert not planned.is_blocked, planned.findings[:3]

    def import_stock(self, rows: Rows, *, skip_unchanged: bool = False) -> None:
        places = [self.sheet.headings.index(heading) for heading in self._stock_headings()]
        table = Dataset(*([row[place] for place in places] for row in rows), headers=list(StockCauses.Meta.fields))
        resource = StockCausesSkipping() if skip_unchanged else StockCauses()
        resource.import_data(self._with_stock_words(table), raise_errors=True)

    def _stock_headings(self) -> Iterator[str]:
        for name in StockCauses.Meta.fields:
            yield next(column.heading for column in self.sheet.columns if column.name == name)

    def _with_stock_words(self, table: Dataset) -> Dataset:
        """Stock reads a list as JSON, and no as 0."""
        place, yes = (table.headers.index(name) for name in ("synonyms", "serious"))
        words = [[*row[:yes], "0", *row[yes + 1 : place], "[]", *row[place + 1 :]] for row in table]
        return Dataset(*words, headers=table.headers)

    def pks(self, rows: Rows) -> list[int]:
        found = dict(Cause.objects.filter(slug__startswith="bench-").values_list("slug", "pk"))
        return [found[row[0]] for row in rows]


def write_file(target: IO[bytes], headings: Sequence[str], rows: Rows) -> None:
    with WorkbookWriter(target) as book:
        book.sheet("Causes", [Heading(heading) for heading in headings], rows)


def export_ours(form: str) -> None:
    sheet = sheet_titled("Causes")
    with tempfile.TemporaryFile() as target:
        if form == "xlsx":
            write_workbook(target, Choice([sheet]))
        else:
            target.writelines(csv_file(sheet, sheet.rows()))


def export_stock(form: str, causes: models.QuerySet[Cause]) -> None:
    StockCauses().export(causes).export(form)
