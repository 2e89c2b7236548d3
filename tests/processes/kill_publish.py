"""Publish a correction to a shared cause again and again, each time killed one database call later.

After every kill the database must hold all of the publish or none of it. Prints the number of kills.
"""

import os
import signal
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from articles.models import Change, Published, ReviewRequest  # noqa: E402
from articles.publishing import publish  # noqa: E402
from healthkb.models import User  # noqa: E402
from tests.builders import (  # noqa: E402
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_publisher,
    publish_now,
    submit_now,
)


class KillAt:
    """Ends the process, as ``kill -9`` would, just before the given database call."""

    def __init__(self, call: int) -> None:
        self.left = call

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def state() -> tuple[int, int, int, int]:
    new = sum(b"Corrected words." in bytes(body) for body in Published.objects.values_list("body", flat=True))
    closed = ReviewRequest.objects.filter(closed_as="published").count()
    return Published.objects.count(), new, Change.objects.count(), closed


def publish_in_child(request: ReviewRequest, publisher: User, kill_at: int) -> bool:
    """Whether the publish got to its end."""
    connection.close()
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(KillAt(kill_at)):
            publish(request=request, by=publisher, at=after(10))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def main() -> None:
    cause = make_cause(description="First words.")
    publish_now(*[make_article(causes=[cause]) for _ in range(3)])
    edit(cause, description="Corrected words.")
    request = submit_now(cause, at=after(5))
    approve_now(request, at=after(5))
    publisher = make_publisher()
    before = state()
    published, _, changes, closed = before
    everything = (published, 4, changes + 4, closed + 1)

    kills = 0
    while not publish_in_child(request, publisher, kills):
        kills += 1
        found = state()
        if found != before:
            assert found == everything, f"half of it after kill {kills}: {found}"
            break
    assert state() == everything, f"not all of it at the end: {state()}"
    print(kills)


if __name__ == "__main__":
    main()
