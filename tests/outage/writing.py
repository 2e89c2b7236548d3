"""Somebody who publishes and imports without end. Prints what was kept, or that it was refused, until it is stopped."""

import itertools

import django

django.setup()

from django.db import OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.sheets.batches import confirm  # noqa: E402
from tests import builders  # noqa: E402
from tests.articles.sheets.builders import upload_now, workbook  # noqa: E402
from tests.builders import make_faq, publish_now  # noqa: E402


def publish_one(name: str) -> None:
    publish_now(make_faq(slug=name, title=name), at=timezone.now())


def import_one(name: str) -> None:
    batch = upload_now(workbook(Remedies=[["slug", "title", "steps"], [name, name, "Rest."]]))
    confirm(batch=batch, by=batch.uploaded_by, at=timezone.now())


def main() -> None:
    builders._number = itertools.count(10_000)  # names that the base does not have yet
    for number in itertools.count():
        for write in (publish_one, import_one):
            name = f"{write.__name__.replace('_', '-')}-{number}"
            try:
                write(name)
                print(name, flush=True)
            except (OperationalError, OSError) as error:
                print(f"refused {write.__name__}: {error}", flush=True)
                connection.close()


if __name__ == "__main__":
    main()
