"""Eight processes try to publish one request at the same moment. Prints what each of them was told."""

import collections
import os
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from articles.models import Change, Published, ReviewRequest  # noqa: E402
from articles.publishing import Refused, publish  # noqa: E402
from healthkb.models import User  # noqa: E402
from tests.builders import after, approve_now, make_article, make_publisher, submit_now  # noqa: E402

PEOPLE = 8


def try_to_publish(request: ReviewRequest, person: User, start: float) -> str:
    time.sleep(max(0, start - time.time()))
    try:
        publish(request=request, by=person, at=after(1))
    except Refused as refused:
        return f"{type(refused).__name__}: {str(refused).split(' by ')[0]}"
    return "published"


def main() -> None:
    article = make_article()
    request = submit_now(article)
    approve_now(request)
    people = [make_publisher() for _ in range(PEOPLE)]
    start = time.time() + 0.5
    connection.close()
    read_end, write_end = os.pipe()
    for person in people:
        if os.fork() == 0:
            os.write(write_end, (try_to_publish(request, person, start) + "\n").encode())
            os._exit(0)
    os.close(write_end)
    told = os.fdopen(read_end).read().split("\n")[:-1]
    for outcome, number in sorted(collections.Counter(told).items()):
        print(f"{number} {outcome}")
    print(f"{Published.objects.count()} live, {Change.objects.count()} changes")


if __name__ == "__main__":
    main()
