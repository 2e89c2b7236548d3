"""Three processes publish and withdraw while another follows the change feed. Prints what the follower missed."""

import itertools
import os
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.content.vocabulary import WithdrawalKind  # noqa: E402
from articles.models import Cause, Change, Published  # noqa: E402
from articles.publishing import publish, withdraw  # noqa: E402
from healthkb.models import User, WebhookDelivery, WebhookEndpoint  # noqa: E402
from tests import builders  # noqa: E402
from tests.builders import approve_now, edit, make_cause, make_publisher, make_user, submit_now  # noqa: E402

WRITERS, ROUNDS = 3, 2
Copy = dict[str, int]


def write(causes: list[Cause], publisher: User, *, first_number: int) -> None:
    """Publishes each, corrects it, and takes every other one away. Its people have numbers of their own."""
    builders._number = itertools.count(first_number)
    for number, cause in enumerate(causes):
        for note in ("First.", "Second."):
            edit(cause, at=timezone.now(), description=note)
            request = submit_now(cause, at=timezone.now(), change_note=note, change_kind="minor")
            approve_now(request, at=timezone.now())
            publish(request=request, by=publisher, at=timezone.now())
        if number % 2:
            kind = WithdrawalKind.WITHDRAWN
            withdraw(document=cause, kind=kind, reason="Over.", by=publisher, at=timezone.now())


def follow(copy: Copy, seen: list[int], address: str) -> str:
    """One page of the feed, as a front end that keeps a copy takes it. Where to go on."""
    page = Client().get(address).json()
    for change in page["results"]:
        seen.append(change["sequence"])
        if change["event"] == "withdraw":
            copy.pop(change["id"], None)
        else:
            copy[change["id"]] = change["version"]
    following: str = page["next"].partition("testserver")[2]
    return following


def main() -> None:
    owner = make_user()
    WebhookEndpoint.objects.create(name="Any", url="https://a.example", made_by=owner, made_at=timezone.now())
    work = [([make_cause() for _ in range(ROUNDS)], make_publisher()) for _ in range(WRITERS)]
    connection.close()
    children = []
    for position, (causes, publisher) in enumerate(work, start=1):
        if (child := os.fork()) == 0:
            write(causes, publisher, first_number=position * 1000)
            os._exit(0)
        children.append(child)
    copy: Copy = {}
    seen: list[int] = []
    address, over = "/api/v1/changes/?limit=3", 0
    while over < 2:  # once more after the last writer has ended
        before, address = address, follow(copy, seen, address)
        if before == address:
            while children and os.waitpid(children[0], os.WNOHANG)[0]:
                children.pop(0)
            over = over + 1 if not children else 0
            time.sleep(0.05)
    expected = {str(uuid): number for uuid, number in Published.objects.values_list("uuid", "version__number")}
    told = [range(each.first or 0, (each.last or 0) + 1) for each in WebhookDelivery.objects.all()]
    print(f"{len(seen)} changes, in order without gaps: {seen == list(range(1, Change.objects.count() + 1))}")
    print(f"{len(copy)} documents, as live: {copy == expected}")
    print(f"in the outbox: {sorted(number for each in told for number in each) == seen}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
