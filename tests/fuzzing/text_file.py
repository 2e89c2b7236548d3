"""A CSV: which encoding and which separator it has, its rows, and these rows on their way to the process that asked."""

from articles.sheets.files.delimited import DelimitedText
from articles.sheets.files.frames import pack, unpack
from articles.sheets.files.problem import FileProblem
from articles.sheets.files.sniff import sniff
from tests.articles.sheets.files.hostile import small_cases

SEEDS = [case.data for case in small_cases() if case.name.endswith("csv") and len(case.data) < 20_000]
SEEDS += [
    b'slug,name\ncramp,"Cr,amp"\n',
    "sep=;\nslug;name\né;'=1\n".encode("cp1252"),
    "slug\tname\n\U0001f600\t\x1e\x1f\x1b\n".encode("utf-16"),
    "slug|name\n-|+\n".encode("utf-16-le"),
]


def take(data: bytes) -> None:
    try:
        sniff(data[:200_000], "a.csv")
        rows = [row or [""] for row in DelimitedText(data, "a").rows()]
    except FileProblem:
        return
    assert [row for _, frame in pack(rows) for row in unpack(frame)] == rows
