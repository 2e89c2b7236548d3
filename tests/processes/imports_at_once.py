"""Six people change one cell, each by a spreadsheet of their own, at the same moment. Prints what each was told."""

import collections
import os
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from articles.models import Cause, Edit, ImportBatch  # noqa: E402
from articles.sheets.batches import ImportRefused, confirm  # noqa: E402
from tests.articles.sheets.builders import upload_now, workbook  # noqa: E402
from tests.builders import AT, make_cause  # noqa: E402

PEOPLE = 6


def try_to_save(batch: ImportBatch, start: float) -> str:
    time.sleep(max(0, start - time.time()))
    try:
        confirm(batch=batch, by=batch.uploaded_by, at=AT)
    except ImportRefused as refused:
        return str(refused)
    return "saved"


def main() -> None:
    make_cause(slug="cramp", title="Cramp", description="First.")
    edits = Edit.objects.count()
    tables = [[["slug", "description"], ["cramp", f"Words of {number}."]] for number in range(PEOPLE)]
    batches = [upload_now(workbook(Causes=table)) for table in tables]
    start = time.time() + 0.5
    connection.close()
    read_end, write_end = os.pipe()
    for batch in batches:
        if os.fork() == 0:
            os.write(write_end, (try_to_save(batch, start) + "\n").encode())
            os._exit(0)
    os.close(write_end)
    told = os.fdopen(read_end).read().split("\n")[:-1]
    for outcome, number in sorted(collections.Counter(told).items(), key=lambda item: item[1]):
        print(f"{number} {outcome}")
    applied = ImportBatch.objects.get(state="applied")
    assert Cause.objects.get().description == f"Words of {batches.index(applied)}."
    print(f"{Edit.objects.count() - edits} edit")


if __name__ == "__main__":
    main()
