"""Two editors export the whole base at once, change a copy each, and import both at once, by the commands.

Each changes cells of their own on several sheets, and both change one and the same. Prints what became of it all.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.models import Cause, Document, Faq, ImportBatch  # noqa: E402
from articles.sheets.files.read import read_file  # noqa: E402
from tests.articles.sheets.builders import make_importer, workbook  # noqa: E402
from tests.builders import make_article, make_cause, make_faq  # noqa: E402
from tests.triage.builders import make_protocol  # noqa: E402
from triage.models import Finding  # noqa: E402

OWN = 40
Cells = dict[tuple[str, str, str], str]  # sheet, slug or code, heading


def cells_of(name: str) -> Cells:
    mine = range(OWN) if name == "ann" else range(OWN, 2 * OWN)
    return {
        **{("Causes", f"c{number}", "description"): f"Words of {name}." for number in mine},
        ("FAQs", f"q-{name}", "answer"): f"Answer of {name}.",
        ("Triage questions", "pain" if name == "ann" else "age", "help"): f"Help of {name}.",
        ("Causes", "shared", "description"): f"Shared words of {name}.",
    }


def manage(*arguments: object) -> int:
    return subprocess.run([sys.executable, "manage.py", *map(str, arguments)], capture_output=True).returncode


def change(path: Path, cells: Cells) -> None:
    tables = {sheet.name: [row for _, row in sheet.rows()] for sheet in read_file(path.read_bytes(), path.name).sheets}
    for (sheet, key, heading), text in cells.items():
        headings, *rows = tables[sheet]
        (row,) = (row for row in rows if key in row[:3])
        row[headings.index(heading)] = text
    kept = {name.replace(" ", "_"): rows for name, rows in tables.items() if not name.startswith(("_lists", "_meta"))}
    path.write_bytes(workbook(**kept))


def bring_in(name: str, path: Path) -> list[int]:
    """The exit codes, until it is saved: after somebody else's save it is asked again, and a conflict is decided."""
    codes: list[int] = []
    while not codes or codes[-1] in (3, 5):
        decided = ("--conflicts", "keep") if 3 in codes else ()
        codes.append(manage("import_kb", path, "--by", name, *decided))
        assert len(codes) < 6, codes
    return codes


def at_once(work: Iterable[tuple[object, ...]]) -> list[int]:
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda arguments: manage(*arguments), work))


def main() -> None:
    for name in ("ann", "bob"):
        make_importer(username=name)
        make_faq(slug=f"q-{name}")
    causes = [make_cause(slug=f"c{number}") for number in range(2 * OWN)]
    make_protocol(articles=[make_article(causes=causes)])
    make_cause(slug="shared")
    documents = Document.objects.count()
    connection.close()
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{name}.xlsx" for name in ("ann", "bob")}
        assert at_once(("export_kb", path) for path in files.values()) == [0, 0]
        for name, path in files.items():
            change(path, cells_of(name))
        with ThreadPoolExecutor() as pool:
            codes = list(pool.map(bring_in, files, files.values()))
    for name in files:
        kept = Cause.objects.filter(description=f"Words of {name}.").count()
        kept += Faq.objects.filter(answer=f"Answer of {name}.").count()
        kept += Finding.objects.filter(help=f"Help of {name}.").count()
        print(f"{kept} of {OWN + 2} cells of {name}")
    (shared,) = Cause.objects.filter(slug="shared").values_list("description", flat=True)
    told = [name for name, got in zip(files, codes, strict=True) if 3 in got]
    print(f"told of a conflict: {len(told)}, and the shared cell is theirs: {shared == f'Shared words of {told[0]}.'}")
    saved = ImportBatch.objects.filter(state="applied").count()
    print(f"{saved} imports, {Document.objects.count() - documents} documents more")
    call_command("check_integrity", stdout=sys.stderr)


if __name__ == "__main__":
    main()
