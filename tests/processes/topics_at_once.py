"""Two people put two topics into one another at the same moment: in the admin, by spreadsheet, or each in one way.

Then one changes a topic and takes another away by spreadsheet, while the other saves just that. Prints how many of the
two were saved in each round, and the rings that came of it.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Topic  # noqa: E402
from articles.models.topic import rings, tree_of_topics  # noqa: E402
from articles.sheets.apply.rows import RowWriter  # noqa: E402
from articles.sheets.batches import ImportRefused, confirm  # noqa: E402
from healthkb.models import User  # noqa: E402
from tests.articles.admin.forms import form_data  # noqa: E402
from tests.articles.sheets.builders import make_importer, upload_now, workbook  # noqa: E402
from tests.builders import make_topic  # noqa: E402

Way = Callable[[Topic, Topic, User], Callable[[], bool]]
"""Gets everything ready, and gives back the last step."""


def by_admin(topic: Topic, into: Topic, person: User) -> Callable[[], bool]:
    client = Client()
    client.force_login(person)
    address = f"/admin/articles/topic/{topic.pk}/change/"
    page: Any = client.get(address)
    data = {**form_data(page), "parent": into.title}

    def save() -> bool:
        answer = client.post(address, data)
        assert answer.status_code in (200, 302), answer.status_code
        return answer.status_code == 302 and answer["Location"] != "/admin/"  # where one ends whose topic has gone

    return save


def by_spreadsheet(topic: Topic, into: Topic, person: User) -> Callable[[], bool]:
    batch = upload_now(workbook(Topics=[["slug", "parent"], [topic.slug, into.slug]]), by=person)

    def save() -> bool:
        try:
            confirm(batch=batch, by=person, at=timezone.now())
        except ImportRefused:
            return False
        return True

    return save


def by_removal(into: Topic, topic: Topic, person: User) -> Callable[[], bool]:
    """Changes one topic, and a while later takes the other away."""
    rows = [["slug", "name", "_action"], [into.slug, "Another name", ""], [topic.slug, "", "remove"]]
    batch = upload_now(workbook(Topics=rows), by=person)
    finish: Any = RowWriter.finish

    def slowly(writer: RowWriter) -> None:
        finish(writer)
        time.sleep(1)

    def save() -> bool:
        RowWriter.finish = slowly  # type: ignore[method-assign, assignment]
        confirm(batch=batch, by=person, at=timezone.now())
        return True

    return save


def in_the_middle(topic: Topic, into: Topic, person: User) -> Callable[[], bool]:
    """While the other is at it."""
    save = by_admin(topic, into, person)

    def later() -> bool:
        time.sleep(0.5)
        return save()

    return later


def work(way: Way, topic: Topic, into: Topic, person: User, start: float, write_end: int) -> None:
    try:
        save = way(topic, into, person)
        time.sleep(max(0, start - time.time()))
        told = "saved" if save() else "refused"
    except Exception as error:
        told = f"{way.__name__}: {type(error).__name__} {error}".replace("\n", " ")
    os.write(write_end, f"{told}\n".encode())


REMOVED = ((in_the_middle, by_removal),)


def main() -> None:
    setup_test_environment()  # so that pages tell what they were made of
    people = [make_importer(), make_importer()]
    rounds, found = Counter[str](), []
    for ways in ((by_admin, by_admin), (by_admin, by_spreadsheet), (by_spreadsheet, by_spreadsheet)) * 2 + REMOVED:
        one, other = make_topic(), make_topic()
        connection.close()
        read_end, write_end = os.pipe()
        start = time.time() + 1.5
        for way, topic, into, person in zip(ways, (one, other), (other, one), people, strict=True):
            if os.fork() == 0:
                work(way, topic, into, person, start, write_end)
                os._exit(0)
        os.close(write_end)
        rounds[" and ".join(sorted(os.fdopen(read_end).read().split("\n")[:-1]))] += 1
        found += [ring for ring in rings(tree_of_topics()) if one.pk in ring]
    for told, number in rounds.items():
        print(f"{number} times {told}")
    print(f"rings: {found}")


if __name__ == "__main__":
    main()
