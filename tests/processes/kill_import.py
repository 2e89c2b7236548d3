"""Read and save one large import, killed one database call later each time. After every kill all or nothing is saved.

Prints the number of kills of each of the two steps.
"""

import os

import django

django.setup()

from django.db import connection  # noqa: E402

from articles.models import Cause, Edit, ImportBatch  # noqa: E402
from articles.sheets.batches import ask_to_confirm, uploading, work_on_imports  # noqa: E402
from tests.articles.sheets.builders import upload_now, workbook  # noqa: E402
from tests.builders import AT, make_cause  # noqa: E402
from tests.processes.kill_publish import KillAt  # noqa: E402

NEW = [[f"new-{number}", f"New {number}", "Words."] for number in range(3)]
ROWS = [["slug", "name", "description"], *NEW, ["old", "Old", "Corrected."]]
Counts = tuple[int, int, int]


def saved() -> Counts:
    return Cause.objects.count(), Cause.objects.filter(description="Corrected.").count(), Edit.objects.count()


def worker(kill_at: int) -> bool:
    """Whether the worker got to its end."""
    connection.close()
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(KillAt(kill_at)):
            work_on_imports(now=lambda: AT)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def kill_until_done(allowed: set[Counts]) -> int:
    kills = 0
    while not worker(kills):
        kills += 1
        assert saved() in allowed, f"half of it after kill {kills}: {saved()}"
    return kills


def main() -> None:
    make_cause(slug="old", title="Old", description="First.")
    uploading.LARGE_ROWS = 2
    batch = upload_now(workbook(Causes=ROWS))
    before = saved()
    everything = (before[0] + 3, 1, before[2] + 4)
    reading = kill_until_done({before})
    batch = ImportBatch.objects.get(pk=batch.pk)
    ask_to_confirm(batch=batch, by_id=batch.uploaded_by_id)
    saving = kill_until_done({before, everything})
    batch.refresh_from_db()
    assert (saved(), batch.state) == (everything, "applied")
    print(reading, saving)


if __name__ == "__main__":
    main()
