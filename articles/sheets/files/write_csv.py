"""CSV that opens without live formulas in any spreadsheet program, and reads back exactly."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from .cell_text import encode
from .formula_guard import guard

_BATCH = 500


def csv_chunks(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, which spreadsheet programs need to see."""
    buffer = io.StringIO(newline="")
    buffer.write("\ufeff")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for number, row in enumerate(rows, start=1):
        writer.writerow([guard(encode(cell)) for cell in row])
        if number % _BATCH == 0:
            yield _take(buffer)
    yield _take(buffer)


def _take(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


def write_zip(target: IO[bytes], sheets: Iterable[tuple[str, Iterable[Iterable[str]]]]) -> None:
    """One CSV for each sheet, named after it. ``target`` is written as the rows come."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in sheets:
            with archive.open(zipfile.ZipInfo(f"{name}.csv"), "w", force_zip64=True) as member:
                for chunk in csv_chunks(rows):
                    member.write(chunk)
