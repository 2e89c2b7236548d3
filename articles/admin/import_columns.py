"""Matching the columns of a file that nobody here made, before its preview."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from articles.models import ImportBatch
from articles.sheets.columns import Column, Sheet, all_sheets, sheet_titled
from articles.sheets.match import FIRST, NUMBER, STOP, Matching, likely_columns, likely_sheet

Samples = dict[str, list[list[str]]]
SHOWN = 4  # headings and the first rows below them
_REPEATS = [
    (STOP, "Tell me, so that I can mend the file"),
    (NUMBER, "Keep them all, with a number at the end of the slug. Rows that are wholly the same come once"),
    (FIRST, "Keep the first, and leave the others out"),
]


class WhichForm(forms.Form):
    """Which sheet of the file it is about, and what it holds."""

    source = forms.ChoiceField(label="Sheet in the file")
    to = forms.ChoiceField(label="What it holds")
    above = forms.IntegerField(
        label="Rows above its headings",
        min_value=0,
        max_value=7,
        required=False,
        help_text="Such as a title. Empty rows do not count.",
    )

    def __init__(self, *args: Any, samples: Samples, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source, to = (self.fields[name] for name in ("source", "to"))
        source.choices = [(name, name) for name in samples]  # type: ignore[attr-defined]
        to.choices = [(sheet.title, sheet.title) for sheet in _sheets()]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """For each of our columns, the column in the file that fills it, or one text for every row."""

    repeats = forms.ChoiceField(
        choices=_REPEATS, initial=STOP, widget=forms.RadioSelect, label="Where several rows have the same slug"
    )

    def __init__(self, data: QueryDict | None, *, sheet: Sheet, headings: Sequence[str], now: Matching) -> None:
        super().__init__(data, initial={"repeats": now.repeats})
        self.sheet = sheet
        offered = [("", "Leave it out"), *((heading, heading[:60]) for heading in headings if heading.strip())]
        for place, column in enumerate(sheet.columns):
            self.fields[f"from-{place}"] = forms.ChoiceField(
                choices=offered,
                required=False,
                label=column.heading,
                initial=now.columns.get(column.heading, ""),
                help_text=_help(sheet, column),
            )
            self.fields[f"same-{place}"] = forms.CharField(
                max_length=500,
                required=False,
                strip=False,
                label=f"{column.heading}: or for every row",
                initial=now.same.get(column.heading, ""),
            )

    def columns(self) -> Iterator[tuple[Column, Any, Any]]:
        for place, column in enumerate(self.sheet.columns):
            yield column, self[f"from-{place}"], self[f"same-{place}"]

    def matching(self, source: str, above: int) -> Matching:
        data = self.cleaned_data
        chosen = {column.heading: data[one.name] for column, one, _ in self.columns() if data[one.name]}
        same = {column.heading: data[other.name] for column, _, other in self.columns() if data[other.name]}
        return Matching(self.sheet.title, source, chosen, same, data["repeats"], above)


def _help(sheet: Sheet, column: Column) -> str:
    if column.name == "slug":
        return "Made from the text of the column: “What is a cramp?” becomes what-is-a-cramp."
    is_needed = column.is_required or (column in sheet.key_columns and column.name != "locale")
    return f"Needed. {column.model_field.help_text}" if is_needed else ""


def _sheets() -> list[Sheet]:
    return [sheet for sheet in all_sheets() if sheet.can_create]


def columns_context(batch: ImportBatch, samples: Samples, request: HttpRequest) -> dict[str, Any]:
    """The two forms, filled in with what was chosen before or is likely."""
    asked = WhichForm(request.GET or None, samples=samples)
    if asked.is_bound and asked.is_valid():
        source, to, above = (asked.cleaned_data[name] for name in ("source", "to", "above"))
    else:
        source, to, above = _likely(batch, samples)
    headings, *rows = [*samples[source][above or 0 :], []][:SHOWN]
    sheet = sheet_titled(to)
    now = _now(batch, sheet, source, headings)
    return {
        "which_form": WhichForm(initial={"source": source, "to": to, "above": above or 0}, samples=samples),
        "columns_form": ColumnsForm(
            request.POST if request.method == "POST" else None, sheet=sheet, headings=headings, now=now
        ),
        "source": source,
        "to": to,
        "above": above or 0,
        "headings": headings,
        "rows": rows,
    }


def _likely(batch: ImportBatch, samples: Samples) -> tuple[str, str, int]:
    """The first row that looks like headings, even with a title or a date above it."""
    if batch.matching:
        chosen = Matching.from_json(batch.matching)
        return chosen.source, chosen.sheet, chosen.above
    for name, rows in samples.items():
        for above, row in enumerate(rows):
            if sheet := likely_sheet(_sheets(), row):
                return name, batch.sheet or sheet.title, above
    return next(iter(samples)), batch.sheet or _sheets()[0].title, 0


def _now(batch: ImportBatch, sheet: Sheet, source: str, headings: Sequence[str]) -> Matching:
    if batch.matching:
        chosen = Matching.from_json(batch.matching)
        if (chosen.sheet, chosen.source) == (sheet.title, source):
            return chosen
    return Matching(sheet.title, source, likely_columns(sheet, headings))
