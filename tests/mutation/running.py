"""Tests tried on mutants: each in a fork of one warm process, only the tests that go through the mutated line."""

import contextlib
import functools
import gc
import json
import math
import os
import resource
import signal
import types
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.alone import killed_alone_by
from tests.mutation.lines import Seen, Watch
from tests.mutation.mutants import Mutant

Functions = Mapping[tuple[str, int, str], list[types.FunctionType]]
Caches = Sequence["functools._lru_cache_wrapper[object]"]
Change = Callable[[], None]
ALL_PASS = b"all pass"
OUT_OF_TIME = "its time running out"
KILLED = "killed by "
SURVIVED = "survived"
GIVEN_UP = "survived what was tried"
SLOW = 1.0  # seconds of a test that is tried in a fork only


@dataclass
class Outcome:
    killed: int = 0
    out_of_time: int = 0  # of those
    survived: int = 0
    given_up: int = 0  # of those
    not_reached: int = 0
    seconds: float = 0

    @property
    def tried(self) -> int:
        return self.killed + self.survived + self.not_reached

    def count(self, told: str) -> None:
        self.killed += told.startswith(KILLED)
        self.out_of_time += told.endswith(OUT_OF_TIME)
        self.survived += told in (SURVIVED, GIVEN_UP)
        self.given_up += told == GIVEN_UP
        self.not_reached += told == "not reached"


class Mutation:
    """A plugin of pytest that does this in place of running the tests."""

    def __init__(
        self, watch: Watch, chosen: Sequence[Mutant], *, again: bool, quick: float | None, most: float | None
    ) -> None:
        self.watch, self.chosen, self.outcome = watch, list(chosen), Outcome()
        self.trusted: set[str] = set()
        self.caches: Caches = ()
        self.kills: Counter[tuple[str, str]] = Counter()
        self.quick, self.most = quick, most
        self.log = watch.kept.with_name(f"{watch.stem}.log")
        if again and self.log.exists():
            killed = [json.loads(line) for line in self.log.read_text().splitlines() if KILLED in line]
            for key, told in killed:
                self.remember(key, told.removeprefix(KILLED))
                for mutant in [each for each in self.chosen if key == each.key]:
                    self.chosen.remove(mutant)
                    self.outcome.count(told)
            print(f"{self.outcome.killed} of them were killed before", flush=True)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if self.watch.is_needed:
            self.watch.look(session.items)
        warm_up(session.items)
        seen, items = self.watch.seen, {item.nodeid: item for item in session.items}
        functions = functions_of(self.watch.room)
        self.caches = caches_of(self.watch.room)
        gc.collect()
        gc.freeze()  # a fork shares what nobody looks at
        with self.log.open("a") as log:
            for mutant in self.chosen:
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                told = self.tried(mutant, seen, items, functions)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                self.outcome.seconds += used
                self.outcome.count(told)
                log.write(json.dumps([mutant.key, told]) + "\n")
                log.flush()
                print(f"{told}: {mutant} | {mutant.text} | {used:.1f} s", flush=True)
        return True

    def tried(self, mutant: Mutant, seen: Seen, items: Mapping[str, pytest.Item], functions: Functions) -> str:
        """What became of it, and what noticed."""
        through = [name for name in seen.tests_of(mutant) if self.quick is None or seen.seconds[name] < self.quick]
        names = self.affordable(mutant, through, seen)
        change, found = change_of(mutant, functions, self.caches), [items[name] for name in names]
        if change and found and (told := first_failure(found, seen, change)):
            self.trust(told, found, seen)
            self.remember(mutant.key, told)
            return f"{KILLED}{told}"
        survived = SURVIVED if len(names) == len(through) else GIVEN_UP
        if self.quick is not None:
            return survived if names else "not reached"
        if seen.runs_on_loading(mutant):
            through += [name for name in seen.quickest_first(list(items)) if name not in through]
        elif change and names and not mutant.is_nested:
            return survived
        if not through:
            return "not reached"
        short = [name for name in through if seen.seconds[name] < SLOW] or through
        names = self.affordable(mutant, short, seen)
        if told := killed_alone_by(mutant, names, seconds=60 + 20 * sum(seen.seconds[name] for name in names)):
            return f"{KILLED}{told}"
        return SURVIVED if len(names) == len(through) else GIVEN_UP

    def affordable(self, mutant: Mutant, names: Sequence[str], seen: Seen) -> list[str]:
        """First those that are likely to notice it for what they cost, by what they have noticed so far."""
        own, room = f"tests/{mutant.file.parent}/test_{mutant.file.name}::", f"tests/{self.watch.room}/test_"

        def worth(name: str) -> float:
            likely = 1 + name.startswith(room) + 3 * name.startswith(own)
            likely += sum(weight * self.kills[place, name] for place, weight in places_of(mutant.key).items())
            return likely / max(seen.seconds[name], 0.001)

        found, seconds = [], 0.0
        for name in sorted(names, key=worth, reverse=True):
            if self.most is not None and seconds > self.most:
                break
            found.append(name)
            seconds += seen.seconds[name]
        return found

    def remember(self, key: str, test: str) -> None:
        self.kills.update((place, test) for place in places_of(key))

    def trust(self, failed: str, items: Sequence[pytest.Item], seen: Seen) -> None:
        """What kills has to pass in a fork, after the same tests, when there is no mutant."""
        names = [item.nodeid for item in items]
        if failed in self.trusted or failed not in names:
            return
        if without := first_failure(items[: names.index(failed) + 1], seen):
            raise pytest.UsageError(f"This passes in a row, but not in a fork: {without}")
        self.trusted.add(failed)


def places_of(key: str) -> Mapping[str, int]:
    """Where a mutant is, and how much it says of a test that it noticed another one there."""
    file, function, *_ = key.split(":")
    return {f"{file}:{function}": 30, file: 6, "": 1}


def warm_up(items: Sequence[pytest.Item]) -> None:
    """Makes the database, which the forks share."""
    for item in items:
        if item.get_closest_marker("django_db"):
            runtestprotocol(item, nextitem=items[0], log=False)
            return


def functions_of(room: Path) -> Functions:
    found: dict[tuple[str, int, str], list[types.FunctionType]] = {}
    for each in gc.get_objects():
        # By its type, as a stand-in for what is gone already cannot be asked what it is.
        if type(each) is types.FunctionType and each.__code__.co_filename.startswith(str(room.resolve())):
            code = each.__code__
            found.setdefault((code.co_filename, code.co_firstlineno, code.co_name), []).append(each)
    return found


def caches_of(room: Path) -> Caches:
    found = (each for each in gc.get_objects() if type(each) is functools._lru_cache_wrapper)
    whose = ((each, getattr(each.__wrapped__, "__code__", None)) for each in found)
    return [each for each, code in whose if code and code.co_filename.startswith(str(room.resolve()))]


def change_of(mutant: Mutant, functions: Functions, caches: Caches) -> Change | None:
    """What makes the mistake in this very process, where a function can take the new code."""
    code = mutant.code()
    twins = functions.get((code.co_filename, code.co_firstlineno, code.co_name), [])
    if not twins or any(each.__code__.co_freevars != code.co_freevars for each in twins):
        return None

    def change() -> None:
        for each in twins:
            each.__code__ = code
        for cache in caches:  # they hold what was told without the mistake
            cache.cache_clear()

    return change


def first_failure(items: Sequence[pytest.Item], seen: Seen, change: Change = lambda: None) -> str:
    """In a fork. The name of a test, or of what became of the fork; nothing where all pass."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            be_quiet()
            change()
            failed = next(failures(items, seen), None)
            os.write(write_end, failed.nodeid.encode() if failed else ALL_PASS)
        os._exit(0)
    os.close(write_end)
    with open(read_end, "rb") as pipe:
        told = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM):
        return OUT_OF_TIME
    return "" if told == ALL_PASS else told.decode() or "the end of the process"


def be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for each in (signal.SIGXCPU, signal.SIGALRM):
        signal.signal(each, signal.SIG_DFL)


def limit(seconds: float) -> None:
    """An endless loop, or waiting for what never comes, is a mistake that is noticed."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (processor, resource.RLIM_INFINITY))
    signal.alarm(math.ceil(60 + 20 * seconds))


def failures(items: Sequence[pytest.Item], seen: Seen) -> Iterator[pytest.TestReport]:
    start: object = SimpleNamespace(listchain=lambda: [items[0].session])
    items[0].session._setupstate.teardown_exact(start)  # type: ignore[arg-type]  # what the last test left for the next
    for item, following in zip(items, [*items[1:], None], strict=True):
        limit(3 + 5 * seen.seconds[item.nodeid])
        for report in runtestprotocol(item, nextitem=following or start, log=False):  # type: ignore[arg-type]
            if report.failed:
                yield report
