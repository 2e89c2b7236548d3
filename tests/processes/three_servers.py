"""Three processes answer readers while a schedule falls due, and then write. Prints what readers and the feed had."""

import datetime as dt
import json
import os
import sys
import time
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

through_django = get_wsgi_application()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Change  # noqa: E402
from articles.publishing import publish  # noqa: E402
from articles.publishing.transaction import publishing_transaction  # noqa: E402
from healthkb.fast_path import FastPath  # noqa: E402
from tests.builders import approve_now, edit, make_cause, make_publisher, publish_now, submit_now  # noqa: E402

SERVERS = 3
application = FastPath(through_django)


def get(path: str) -> Any:
    """Through what a web server loads, with what it keeps."""
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    return json.loads(b"".join(application(environ, lambda *_: None)))


def read(slug: str) -> set[str]:
    """What the page of the cause and the list of causes say."""
    (listed,) = get("/api/v1/causes/")["results"]
    return {get(f"/api/v1/causes/{slug}/")["description"]["text"], listed["name"]}


def serve(slug: str, moment: dt.datetime) -> bool:
    """Whether readers of this process had the old text before the moment and the new one from it on."""
    right, seen = True, set()
    while (asked := timezone.now()) < moment + dt.timedelta(seconds=1):
        texts = read(slug)
        seen |= texts
        # An answer that was asked for before the moment may be given after it.
        if asked >= moment:
            right = right and texts == {"New."}
        elif timezone.now() < moment:
            right = right and texts == {"Old."}
        time.sleep(0.05)
    with publishing_transaction(timezone.now()):  # what any write does first: the feed catches up
        pass
    return right and seen == {"Old.", "New."}


def main() -> None:
    cause = make_cause(description="Old.", title="Old.")
    publish_now(cause, at=timezone.now())
    assert read(cause.slug) == {"Old."}  # loads what a first request loads, before time matters
    edit(cause, at=timezone.now(), description="New.", title="New.")
    moment = timezone.now() + dt.timedelta(seconds=6)
    request = submit_now(cause, at=timezone.now(), change_note="Due.", change_kind="minor", go_live_at=moment)
    approve_now(request, at=timezone.now())
    publish(request=request, by=make_publisher(), at=timezone.now())
    connection.close()
    children = []
    for _ in range(SERVERS):
        if (child := os.fork()) == 0:
            os._exit(0 if serve(cause.slug, moment) else 1)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    _, *feed = Change.objects.filter(document=cause).order_by("sequence").values_list("event", "reason", "at")
    print(f"right to the moment in each process: {codes == [0] * SERVERS}")
    print(f"in the feed: {len(feed)}, with its own moment: {feed == [('publish', 'Due.', moment)]}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
