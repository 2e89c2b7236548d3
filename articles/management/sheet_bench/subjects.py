"""The same causes, with the same columns and links, written and read in three ways."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ManyToManyWidget
from tablib import Dataset

from articles.models import Cause, DiagnosticTest, Document, Edit, RedFlag, Reference, Remedy
from articles.services.bulk_rows import insert_rows
from articles.sheets.apply import apply_changes
from articles.sheets.columns import sheet_titled
from articles.sheets.export import Choice, csv_file, write_workbook
from articles.sheets.files.frames import pack
from articles.sheets.files.read import ReadFile, Sheet
from articles.sheets.files.write_xlsx import Heading, WorkbookWriter
from articles.sheets.plan import Plan

_TEXT = "A muscle tightens by itself and stays tight for a while. *Stretching* eases it. "
_LINKS = 20
_NAMES = ("slug", "locale", "title", "description", "mechanism", "what_to_do", "when_to_suspect", "serious")
_DOCUMENT = ("kind", "uuid", "slug", "locale", "title", "review_interval_months", "edit_number")
_DOCUMENT_BY = ("created_at", "updated_at", "created_by", "updated_by")
_CAUSE = ("document_ptr", "description", "mechanism", "what_to_do", "when_to_suspect", "serious", "synonyms")


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

    def rows(self, count: int) -> list[list[str]]:
        """As our sheet shows them."""
        values = dict.fromkeys(self.sheet.headings, "")
        values |= {"language": "en", "description": _TEXT * 3, "how it leads to the symptom": _TEXT * 2}
        values |= {"what to do": _TEXT, "serious": "no", "review every (months)": "36"}
        return [[*(values | self._own(number)).values()] for number in range(count)]

    def _own(self, number: int) -> dict[str, str]:
        link = f"bench-link-{number % _LINKS}"
        return {"slug": f"bench-{number}", "name": f"Cause {number}", "remedies": link, "references": link}

    def plan(self, rows: list[list[str]]) -> Plan:
        frames = [frame for _, frame in pack([self.sheet.headings, *rows])]
        return Plan(ReadFile("bench.csv", [Sheet("Causes", [], frames, len(rows) + 1)], []), self.by)

    def import_ours(self, rows: list[list[str]]) -> None:
        planned = self.plan(rows)
        apply_changes(changes=planned.changes(), by=self.by, at=timezone.now())
        assert not planned.is_blocked, planned.findings[:3]

    def import_stock(self, rows: list[list[str]], *, skip_unchanged: bool = False) -> None:
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

    # The bare database: what has to be written in any case, with nothing compared or checked.

    def insert_bare(self, rows: Sequence[list[str]]) -> None:
        now = timezone.now()
        insert_rows(Document, (*_DOCUMENT, *_DOCUMENT_BY), (self._document(row, now) for row in rows))
        pks = list(
            Document.objects.filter(slug__startswith="bench-", kind="cause").order_by("pk").values_list("pk", flat=True)
        )
        insert_rows(Cause, _CAUSE, ((pk, *row[3:7], False, []) for pk, row in zip(pks, rows, strict=True)))
        insert_rows(Edit, ("document", "edit_number", "by", "at"), ((pk, 1, self.by.pk, now) for pk in pks))
        for through, source, target, links in (
            (Cause.remedies.through, "cause", "remedy", self.remedies),
            (Document.references.through, "document", "reference", self.references),
        ):
            insert_rows(through, (source, target), ((pk, links[place % _LINKS]) for place, pk in enumerate(pks)))

    def _document(self, row: list[str], now: dt.datetime) -> tuple[Any, ...]:
        return ("cause", uuid.uuid4(), *row[:3], 36, 1, now, now, self.by.pk, self.by.pk)

    def upsert_bare(self, rows: Sequence[list[str]]) -> None:
        """Rows that are there already, written again with INSERT … ON CONFLICT DO UPDATE."""
        documents = [(row[0], "cause", "en", row[2], 36) for row in rows]
        names = "slug, kind, locale, title, review_interval_months, uuid, edit_number"
        _upsert("articles_document", names, "kind, slug, locale", ("title", "review_interval_months"), documents)
        found = Document.objects.filter(slug__startswith="bench-", kind="cause").values_list("slug", "pk")
        pks = dict(found)
        causes = [(pks[row[0]], *row[3:7], False, "[]") for row in rows]
        columns = ("description", "mechanism", "what_to_do", "when_to_suspect", "serious", "synonyms")
        _upsert("articles_cause", ", ".join(["document_ptr_id", *columns]), "document_ptr_id", columns, causes)


def _upsert(table: str, names: str, key: str, changed: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    marks = "(" + ", ".join(["%s"] * len(rows[0]))
    sets = ", ".join(f"{name} = excluded.{name}" for name in changed)
    is_document = table == "articles_document"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 2_000):
            chunk = rows[start : start + 2_000]
            # A new key is never used, as the row is there; the columns only have to be filled.
            values = [[*row, *([uuid.uuid4().hex, 1] if is_document else [])] for row in chunk]
            mark = marks + (", %s, %s)" if is_document else ")")
            cursor.execute(
                f"INSERT INTO {table} ({names}) VALUES {', '.join([mark] * len(chunk))} "  # noqa: S608
                f"ON CONFLICT ({key}) DO UPDATE SET {sets}",
                [value for row in values for value in row],
            )


def write_file(target: IO[bytes], headings: Sequence[str], rows: Sequence[list[str]]) -> None:
    with WorkbookWriter(target) as book:
        book.sheet("Causes", [Heading(heading) for heading in headings], rows)


def export_ours(target: IO[bytes], form: str) -> None:
    sheet = sheet_titled("Causes")
    if form == "xlsx":
        write_workbook(target, Choice([sheet]))
    else:
        target.writelines(csv_file(sheet, sheet.rows()))


def export_stock(form: str) -> None:
    StockCauses().export().export(form)
