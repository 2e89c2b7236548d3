"""Four processes change one text again and again: through a service, by spreadsheet and in the admin, in turn.

Each adds a word of its own to the text that it read. Each word that was saved, as far as whoever wrote it was told, has
to be in the text at the end. Prints how many were saved, how many people were told that somebody was faster, how many
errors there were, and which words are lost. EDITS is how many times somebody tries.
"""

import collections
import os
from typing import Any

import django

django.setup()

from django.db import Error, connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Cause, Edit  # noqa: E402
from articles.publishing import Refused, record_edit  # noqa: E402
from articles.sheets.batches import ImportRefused, confirm  # noqa: E402
from healthkb.models import User  # noqa: E402
from tests.articles.admin.forms import form_data  # noqa: E402
from tests.articles.sheets.builders import make_importer, planned, upload_now, workbook  # noqa: E402
from tests.builders import make_cause  # noqa: E402

PROCESSES = 4
EDITS = int(os.environ.get("EDITS", "1000"))


def by_service(word: str, person: User) -> bool:
    cause = Cause.objects.get()
    cause.description += word
    try:
        with transaction.atomic():
            record_edit(document=cause, by=person, at=timezone.now(), expected=cause.edit_number)
            Cause.objects.filter(pk=cause.pk).update(description=cause.description)
    except Refused:
        return False
    return True


def by_spreadsheet(word: str, person: User) -> bool:
    read = Cause.objects.get().description
    batch = upload_now(workbook(Causes=[["slug", "description"], ["cramp", read + word]]), by=person)
    if [before["description"] for *_, before, _ in planned(batch)] != [read]:
        return False  # the preview shows that the text is another by now
    try:
        confirm(batch=batch, by=person, at=timezone.now())
    except ImportRefused:
        return False
    return True


def by_admin(word: str, person: User) -> bool:
    client = Client()
    client.force_login(person)
    address = f"/admin/articles/cause/{Cause.objects.get().pk}/change/"
    page: Any = client.get(address)
    data = form_data(page)
    answer = client.post(address, {**data, "description": data["description"] + word})
    assert answer.status_code in (200, 302), answer.status_code
    return answer.status_code == 302


def work(number: int, person: User, write_end: int) -> None:
    for turn in range(number, EDITS, PROCESSES):
        word = f" w{turn}."
        way = (by_service, by_service, by_spreadsheet, by_service, by_admin)[turn // PROCESSES % 5]
        try:
            told = f"saved {word}" if way(word, person) else "told"
        except Error as error:
            told = f"error {way.__name__} {type(error).__name__}"
        os.write(write_end, f"{told}\n".encode())


def main() -> None:
    setup_test_environment()  # so that pages tell what they were made of
    make_cause(slug="cramp", title="Cramp", description="First.")
    before = Edit.objects.count()
    people = [make_importer() for _ in range(PROCESSES)]
    connection.close()
    read_end, write_end = os.pipe()
    for number, person in enumerate(people):
        if os.fork() == 0:
            work(number, person, write_end)
            os._exit(0)
    os.close(write_end)
    told = os.fdopen(read_end).read().split("\n")[:-1]
    text = Cause.objects.get().description
    saved = [line.removeprefix("saved ") for line in told if line.startswith("saved")]
    errors = collections.Counter(line for line in told if line.startswith("error"))
    lost = [word for word in saved if word not in text]
    print(f"{len(told)} tries: {len(saved)} saved, {told.count('told')} told that somebody was faster")
    print(f"errors: {dict(errors) or 0}, lost: {lost or 0}, edits: {Edit.objects.count() - before == len(saved)}")


if __name__ == "__main__":
    main()
