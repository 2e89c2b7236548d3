"""Reading one CSV file. Semicolons and tabs are recognised by the header line, and said."""

import csv
from collections.abc import Iterator

from .encoding import decode_text, looks_damaged
from .formula_guard import unguard
from .limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from .problem import FileProblem

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_SAMPLE, _FIRST_LINE = 2_000_000, 10_000


class DelimitedText:
    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        text, encoding = decode_text(data)
        self.text, self.delimiter = _separator_line(text)
        self.notes: list[str] = []
        if encoding != "UTF-8":
            self.notes.append(f"Read as {encoding}. Check that accents and quote marks look right.")
        if damaged := looks_damaged(text[:_SAMPLE]):
            self.notes.append(f"Some letters look damaged by an earlier wrong encoding, for example “{damaged}”.")
        if self.delimiter != ",":
            self.notes.append(f"Cells are separated by a {_NAMES[self.delimiter]} here, not by a comma.")

    def rows(self) -> Iterator[list[str]]:
        csv.field_size_limit(MAX_CELL)
        reader = csv.reader(_lines(self.text), delimiter=self.delimiter, strict=True)
        try:
            for number, row in enumerate(reader, start=1):
                _check_size(self.name, number, row)
                yield [unguard(cell) for cell in row]
        except csv.Error as problem:
            raise FileProblem(_explain(str(problem), self.name, reader.line_num)) from problem


def _lines(text: str) -> Iterator[str]:
    """One after the other, so that the text is not copied whole."""
    end = "\n" if "\n" in text else "\r"
    start = 0
    while (stop := text.find(end, start)) >= 0:
        yield text[start:stop] + "\n"
        start = stop + 1
    if start < len(text):
        yield text[start:]


def _check_size(name: str, number: int, row: list[str]) -> None:
    if number > MAX_ROWS:
        raise FileProblem(f"{name} has more than {MAX_ROWS:,} rows. Split it into smaller files.")
    if len(row) > MAX_COLUMNS:
        raise FileProblem(f"{name}, row {number}: {len(row):,} columns. At most {MAX_COLUMNS} can be imported.")


def _explain(problem: str, name: str, line: int) -> str:
    if "field larger" in problem:
        return f"{name}, line {line}: a cell holds more than {MAX_CELL:,} characters. Look for a quote mark left open."
    if "end of data" in problem:
        return f"{name}: a quote mark is opened and never closed. Close it, or save the file again."
    return f"{name}, line {line}: quote marks are not in pairs ({problem}). Save the file again."


def _separator_line(text: str) -> tuple[str, str]:
    """Without the ``sep=`` line that some programs write first, and the separator."""
    first, _, rest = text.partition("\n")
    name, _, separator = first.strip(" \r").partition("=")
    if name.lower() == "sep" and separator in _NAMES:
        return rest, separator
    return text, _commonest_separator(text)


def _commonest_separator(text: str) -> str:
    counts = dict.fromkeys(_NAMES, 0)
    quoted = False
    for character in text[:_FIRST_LINE]:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in "\r\n" and any(counts.values()):
            break
        elif not quoted and character in counts:
            counts[character] += 1
    return max(counts, key=lambda separator: counts[separator])
