"""Kills one work at one moment, looks at what is left, starts it again, and looks again."""

import hashlib
import json
import os
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone

from articles.models import Cause, Change, ImportBatch, ImportState, Published
from articles.services.integrity import check_integrity
from healthkb.models import WebhookDelivery
from tests.healthkb.webhooks.receiver import receiving

from .place import Place
from .works import LEASE_OVER, Work

# How far work has come, which may be told at any point of it.
OF_THE_WORK_ITSELF = {"DueJob", "CheckSummary", "WebhookAttempt", "ImportPage", "ImportPiece", "PublishingLock"}
HERE = "here"
State = dict[str, object]


@dataclass
class Tally:
    kills: int = 0
    too_late: int = 0
    all_of_it: int = 0
    messages_again: int = 0
    longest: float = 0.0  # seconds in which the work was done again
    faults: list[str] = field(default_factory=list)


class Killed:
    """A child of this process that works until it ends or is killed."""

    def __init__(self, run: Callable[[], None], errors: Path, *, later: bool = False) -> None:
        connection.close()
        read_end, write_end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(read_end)
            os._exit(self._work(run, errors, write_end, later))
        os.close(write_end)
        os.read(read_end, 1)
        os.close(read_end)
        self.begun = time.monotonic()

    @staticmethod
    def _work(run: Callable[[], None], errors: Path, write_end: int, later: bool) -> int:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.write(write_end, b".")
        try:
            if later:
                with time_machine.travel(timezone.now() + LEASE_OVER):
                    run()
            else:
                run()
        except BaseException:
            traceback.print_exc()
            return 1
        connection.close()
        return 0

    def wait(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def family_ends(self) -> bool:
        """Whether what it had started ends by itself once it is gone."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            try:
                os.killpg(self.pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.01)
        os.killpg(self.pid, signal.SIGKILL)
        return False


class Machine:
    def __init__(self, place: Place, seed: int) -> None:
        self.place, self.random = place, random.Random(seed)
        self.errors, self.received = place.folder / "errors", place.folder / "received"
        self.received.touch()
        self.receiver = self._receive()

    def _receive(self) -> int:
        """A server for webhooks in a process of its own, which notes what it gets."""
        read_end, write_end = os.pipe()
        if pid := os.fork():
            os.environ["RECEIVER"] = os.read(read_end, 100).decode()
            return pid
        connection.close()
        with receiving() as receiver:
            receiver.requests = Noted(self.received)  # type: ignore[assignment]
            os.write(write_end, receiver.url.encode())
            signal.pause()
        return 0

    def stop(self) -> None:
        os.kill(self.receiver, signal.SIGKILL)
        os.waitpid(self.receiver, 0)

    def kill(self, work: Work, *, count: int) -> Tally:
        """So many times, each at a random moment of it."""
        tally = Tally()
        migrated = work.name != "migration"
        self.place.make(work.name, work.prepare, of="migrated" if migrated else "empty")
        self.place.copy(work.name, HERE)
        self.place.use(HERE)
        before = state() if migrated else {}
        seconds = self._undisturbed(work)
        after = state()
        self.schema = self.place.schema()
        while tally.kills < count:
            if tally.too_late > 5 * count + 20:
                tally.faults.append(f"{work.name}: it was over before it could be killed, again and again")
                break
            moment = self.random.uniform(0, seconds)
            self.place.copy(work.name, HERE)
            self.place.use(HERE)
            self.received.write_text("")
            child = Killed(work.run, self.errors)
            time.sleep(moment)
            os.kill(child.pid, signal.SIGKILL)
            if (code := child.wait()) != -signal.SIGKILL:
                tally.too_late += 1
                if code:
                    tally.faults.append(f"{work.name}: failed without being killed: {self._error()}")
                continue
            tally.kills += 1
            for fault in self._look(work, child, before, after, tally):
                tally.faults.append(f"{work.name}, killed after {moment:.4f} s: {fault}")
        return tally

    def _undisturbed(self, work: Work) -> float:
        child = Killed(work.run, self.errors)
        code = child.wait()
        assert code == 0, f"{work.name} fails even when nobody kills it: {self._error()}"
        return time.monotonic() - child.begun

    def _look(self, work: Work, child: Killed, before: State, after: State, tally: Tally) -> Iterator[str]:
        if not child.family_ends():
            yield "a process that it had started went on"
        if before:
            yield from damage()
            found = state()
            tally.all_of_it += found == after
            if found not in (before, after) and not work.in_steps:
                yield f"half of it: {difference(before, found)} and not {difference(found, after)}"
        again = time.monotonic()
        child = Killed(work.run, self.errors, later=True)
        if child.wait():
            yield f"it could not be done again: {self._error()}"
            return
        tally.longest = max(tally.longest, time.monotonic() - again)
        self.place.use(HERE)
        if (found := state()) != after:
            yield f"not as without a kill: {difference(after, found)}"
        if self.place.schema() != self.schema:
            yield "other tables than without a kill"
        yield from damage()
        yield from self._faults_in_messages(tally) if work.name == "webhooks" else ()
        yield from (f"the file {name} is left" for name in self.place.leftovers(HERE))

    def _faults_in_messages(self, tally: Tally) -> Iterator[str]:
        """Each at least once, the same bytes each time, and first told of in the order in which they were written."""
        got = [line.split() for line in self.received.read_text().splitlines()]
        firsts = dict(reversed(got))  # the last one wins, which is the first that came
        wanted = list(WebhookDelivery.objects.order_by("pk").values_list("message", flat=True))
        came = list(dict.fromkeys(message for message, _ in got))
        if came != wanted:
            yield f"messages that came: {came}, and not {wanted}"
        if changed := [message for message, digest in got if firsts[message] != digest]:
            yield f"came with other bytes the second time: {changed}"
        if open_ := WebhookDelivery.objects.filter(delivered_at=None).count():
            yield f"{open_} messages are not noted as delivered"
        tally.messages_again += len(got) - len(came)

    def _error(self) -> str:
        return self.errors.read_text(errors="replace").strip()[-600:]


class Noted(list[object]):
    """Stands in for the list of a receiver in another process: each request is a line of a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    def append(self, request: object) -> None:
        headers, body = cast("tuple[dict[str, str], bytes]", request)
        with self.file.open("a") as lines:
            lines.write(f"{headers['webhook-id']} {hashlib.sha256(body).hexdigest()}\n")
        time.sleep(0.01)  # so that a kill finds messages under way


def state() -> State:
    """How many rows there are of everything, and what readers and editors read."""
    counted = [model for room in ("articles", "triage", "healthkb") for model in apps.get_app_config(room).get_models()]
    found: State = {
        model.__name__: model._default_manager.count() for model in counted if model.__name__ not in OF_THE_WORK_ITSELF
    }
    found["etags"] = sorted(Published.objects.values_list("etag", flat=True))
    found["descriptions"] = sorted(Cause.objects.values_list("description", flat=True))
    found["changes"] = list(Change.objects.order_by("sequence").values_list("event", "slug"))
    over = ImportBatch.objects.filter(state__in=(ImportState.APPLIED, ImportState.UNDONE))
    found["imports"] = sorted(over.values_list("state", flat=True))
    return found


def difference(one: State, other: State) -> str:
    told = {
        name: (one.get(name), value)
        if not isinstance(value, list)
        else dict(Counter(map(str, value)) - Counter(map(str, one.get(name, []))))  # type: ignore[call-overload]
        for name, value in other.items()
        if one.get(name) != value
    }
    return json.dumps(told, default=str)[:500]


def damage() -> Iterator[str]:
    """What check_integrity finds, the audit log and what it tells of included; and messages that nobody wrote."""
    for looked in check_integrity(at=timezone.now()):
        yield from (f"check_integrity, {looked.name}: {fault}" for fault in looked.faults)
    told = WebhookDelivery.objects.exclude(first=None).order_by("first").values_list("first", "last")
    numbers = [number for first, last in told for number in range(first or 0, (last or 0) + 1)]
    since = Change.objects.order_by("sequence").values_list("sequence", flat=True)
    if numbers and numbers != list(since.filter(sequence__gte=numbers[0])):
        yield f"messages tell of the changes {numbers[:20]}"
