"""Tests tried on mutants: each in a fork of one warm process, only the tests that go through the mutated line."""

import gc
import hashlib
import os
import random
import resource
import signal
import sys
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
CPU_SECONDS = 20  # that all tests of one mutant may take; an endless loop is a mistake that is noticed
MOST_TESTS = 60  # for one mutant: the first ones by name that go through its line
Lines = Mapping[tuple[str, int], Sequence[str]]


@dataclass
class Outcome:
    killed: list[Mutant] = field(default_factory=list)
    survived: list[Mutant] = field(default_factory=list)
    not_reached: list[Mutant] = field(default_factory=list)

    @property
    def tried(self) -> int:
        return len(self.killed) + len(self.survived) + len(self.not_reached)


class Mutation:
    """A plugin of pytest that does this in place of running the tests."""

    def __init__(self, room: Path, sample: int, seed: int) -> None:
        self.room, self.sample, self.seed = room, sample, seed
        self.outcome = Outcome()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        tests = self.tests_of_lines(session.items)
        mutants = [mutant for file in sorted(self.room.rglob("*.py")) for mutant in mutants_of(file)]
        chosen = random.Random(self.seed).sample(mutants, min(self.sample or len(mutants), len(mutants)))
        print(f"{len(chosen)} of {len(mutants)} mutants of {self.room}", flush=True)
        functions = functions_of(self.room)
        for mutant in chosen:
            names = tests.get((str(mutant.file), mutant.line), ())
            found = [items[name] for name in names if name in items][:MOST_TESTS]
            if not found:
                self.outcome.not_reached.append(mutant)
                told = "NOT REACHED"
            elif is_killed(mutant, functions, found):
                self.outcome.killed.append(mutant)
                told = "killed"
            else:
                self.outcome.survived.append(mutant)
                told = "survived"
            print(f"{told}: {mutant} ({len(found)} tests)", flush=True)
        return True

    def tests_of_lines(self, items: Sequence[pytest.Item]) -> Lines:
        """By running all of them once; kept until the room or a test of it changes."""
        data = settings.VAR_DIR / f"mutation-{fingerprint(self.room, items)}.coverage"
        if not data.exists():
            for old in settings.VAR_DIR.glob(f"mutation-{self.room.name}-*"):
                old.unlink()
            self.watch(items, data)
        watch = coverage.Coverage(data_file=str(data))
        watch.load()
        found: dict[tuple[str, int], list[str]] = {}
        for file in watch.get_data().measured_files():
            name = str(Path(file).relative_to(ROOT))
            for line, contexts in watch.get_data().contexts_by_lineno(file).items():
                found[name, line] = sorted(context for context in contexts if context)
        return found

    def watch(self, items: Sequence[pytest.Item], data: Path) -> None:
        begun = data.with_suffix(".begun")
        watch = coverage.Coverage(data_file=str(begun), branch=True, source=[str(self.room)])
        watch.start()
        failed: list[pytest.TestReport] = []
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            watch.switch_context(item.nodeid)
            failed += [each for each in runtestprotocol(item, nextitem=following, log=False) if each.failed]
        watch.stop()
        if failed:
            raise pytest.UsageError(f"Tests fail without any mutant: {failed[0].nodeid}\n{failed[0].longreprtext}")
        watch.save()
        begun.replace(data)


def fingerprint(room: Path, items: Sequence[pytest.Item]) -> str:
    files = {*room.rglob("*.py"), *(item.path for item in items)}
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(each.resolve() for each in files)))
    return f"{room.name}-{digest.hexdigest()[:12]}"


def functions_of(room: Path) -> Mapping[tuple[str, int, str], list[types.FunctionType]]:
    found: dict[tuple[str, int, str], list[types.FunctionType]] = {}
    for each in gc.get_objects():
        if isinstance(each, types.FunctionType) and each.__code__.co_filename.startswith(str(room.resolve())):
            code = each.__code__
            found.setdefault((code.co_filename, code.co_firstlineno, code.co_name), []).append(each)
    return found


def is_killed(
    mutant: Mutant, functions: Mapping[tuple[str, int, str], list[types.FunctionType]], items: Sequence[pytest.Item]
) -> bool:
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(tried(mutant, functions, items))
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 3:
        raise LookupError(f"{mutant}: its function was not found.")
    return code != 0


def tried(
    mutant: Mutant, functions: Mapping[tuple[str, int, str], list[types.FunctionType]], items: Sequence[pytest.Item]
) -> int:
    """In the fork: 1 once a test fails, 0 where all pass."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    sys.settrace(None)
    code = mutant.code()
    twins = functions.get((code.co_filename, code.co_firstlineno, code.co_name), [])
    if not twins:
        return 3
    for function in twins:
        function.__code__ = code
    for item, following in zip(items, [*items[1:], items[0]], strict=True):
        if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
            return 1
    return 0
