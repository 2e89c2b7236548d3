"""A file as it would be with our headings. Rows keep their numbers, so that what is said of them is found."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from articles.content.text import without_unseen
from articles.models.fields import LineField, MarkdownField
from articles.sheets.columns import Column, did_you_mean, sheet_titled
from articles.sheets.files.frames import pack
from articles.sheets.files.read import ReadFile, Sheet
from articles.sheets.plan.layout import fold

from .matching import NUMBER, STOP, Matching, MatchingProblem
from .slugs import make_slug

Row = list[str]
_TAG = re.compile(r"</?(?:p|br|b|i|u|a|em|strong|span|div|ul|ol|li|h[1-6]|table|tr|td|img|font|script)\b[^<>]*>", re.I)


def matched(file: ReadFile, matching: Matching) -> ReadFile:
    """Raises MatchingProblem if the file has no such sheet or column."""
    matching.check()
    source = next((sheet for sheet in file.sheets if sheet.name == matching.source), None)
    if source is None:
        names = [sheet.name for sheet in file.sheets]
        raise MatchingProblem(f"The file has no sheet “{matching.source}”.{did_you_mean(matching.source, names)}")
    writer = _Rewriter(matching, source)
    frames = [frame for _, frame in pack(writer.rows())]
    return ReadFile(
        file.name, [Sheet(matching.sheet, [*source.notes, *writer.notes()], frames, source.row_count)], file.notes
    )


@dataclass
class _Rewriter:
    matching: Matching
    source: Sheet
    tidied: int = 0
    numbered: int = 0
    left_out: int = 0
    tagged: int = 0
    beyond: int = 0
    seen: dict[str, list[int]] = field(default_factory=dict)
    """For each slug, what the rows say that have it."""

    def notes(self) -> Iterator[str]:
        unused = [heading for heading in self.headings if heading.strip() and heading not in self.used]
        if unused:
            yield f"These columns of the file were left out: {', '.join(unused[:20])}."
        if self.tidied:
            what = "spaces at an end, hidden characters or a line end in a title"
            yield f"{_count(self.tidied, 'cell')} with {what}. They were taken out."
        if self.numbered:
            yield f"{_count(self.numbered, 'row')} with a slug that an earlier row has. Its slug has a number now."
        if self.left_out:
            yield f"{_count(self.left_out, 'row')} left out, because an earlier row has the same slug."
        if self.tagged:
            tags = "HTML tags such as <p>. Readers would see the tags themselves: take them out."
            yield f"{_count(self.tagged, 'cell')} with {tags}"
        if self.beyond:
            yield f"{_count(self.beyond, 'row')} with more cells than headings. What is beyond them was left out."

    def rows(self) -> Iterator[Row]:
        sheet = sheet_titled(self.matching.sheet)
        wanted = [column for column in sheet.columns if column.heading in {*self.matching.columns, *self.matching.same}]
        rows = islice(self.source.rows(), self.matching.above, None)
        start, self.headings = next(rows, (1, []))
        self.used = set(self.matching.columns.values())
        places = self._places()
        slug = next((place for place, column in enumerate(wanted) if column.name == "slug"), None)
        yield from ([""] for _ in range(start - 1))
        yield [column.heading for column in wanted]
        for number, cells in rows:
            yield from ([""] for _ in range(number - start - 1))
            start = number
            self.beyond += any(cell.strip() for cell in cells[len(self.headings) :])
            yield self._distinct([self._cell(column, cells, places) for column in wanted], slug)

    def _places(self) -> Mapping[str, int]:
        found = {fold(heading): place for place, heading in reversed(list(enumerate(self.headings)))}
        for heading in self.used:
            if fold(heading) not in found:
                hint = did_you_mean(heading, self.headings)
                raise MatchingProblem(f"The file has no column “{heading}” among its headings.{hint}")
        return {ours: found[fold(theirs)] for ours, theirs in self.matching.columns.items()}

    def _cell(self, column: Column, cells: Row, places: Mapping[str, int]) -> str:
        place = places.get(column.heading)
        text = cells[place] if place is not None and place < len(cells) else ""
        if not text:
            text = self.matching.same.get(column.heading, "")
        if column.name.rpartition("__")[2] == "slug":
            return make_slug(text)
        tidy = _tidy(column, text)
        self.tidied += tidy != text
        self.tagged += isinstance(column.model_field, MarkdownField) and bool(_TAG.search(tidy))
        return tidy

    def _distinct(self, row: Row, slug: int | None) -> Row:
        if slug is None or self.matching.repeats == STOP or not row[slug]:
            return row
        said = hash(tuple(row))
        earlier = self.seen.setdefault(row[slug], [])
        if not earlier or (self.matching.repeats == NUMBER and said not in earlier):
            earlier.append(said)
            if len(earlier) > 1:
                self.numbered += 1
                row[slug] = self._free_slug(row[slug], len(earlier))
                self.seen[row[slug]] = [said]
            return row
        self.left_out += 1
        return [""]

    def _free_slug(self, slug: str, number: int) -> str:
        while f"{slug}-{number}" in self.seen:
            number += 1
        return f"{slug}-{number}"


def _tidy(column: Column, text: str) -> str:
    text = without_unseen(text).strip()
    return " ".join(text.split()) if isinstance(column.model_field, LineField) else text


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
