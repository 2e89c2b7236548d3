"""Which tests go through which line, and how long each takes: seen once, and kept until the room changes.

When a file of tests changes, only its own tests are looked at again.
"""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutants import Mutant, modules_in

ROOT = Path(__file__).resolve().parents[2]
LOADING = "loading"  # of modules, the tests' own too: no test by itself goes through what runs then
VAR = Path(os.environ.get("VAR_DIR", "var"))


@dataclass
class Seen:
    files: dict[str, str] = field(default_factory=dict)  # of tests, and what was in them
    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The quickest first."""
        return self.quickest_first(self._through(mutant))

    def runs_on_loading(self, mutant: Mutant) -> bool:
        """Or what it stands in does, and the function made then goes on as it was made."""
        lines = (mutant.line, *mutant.statements)
        return any(LOADING in self.lines.get(f"{mutant.file}:{line}", ()) for line in lines)

    def quickest_first(self, names: Sequence[str]) -> list[str]:
        return sorted(names, key=lambda name: (self.seconds[name], name))

    def _through(self, mutant: Mutant) -> list[str]:
        return [name for name in self.lines.get(f"{mutant.file}:{mutant.line}", ()) if name in self.seconds]


class Watch:
    def __init__(self, room: Path, tests: Sequence[Path]) -> None:
        self.room, self.tests = room, tests
        files = {path for each in (room, *tests) for path in modules_in(each)}
        cases = {file for file in files if file.name.startswith("test_")}
        self.files = {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in cases}
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files - cases)))
        self.stem = f"mutation-{'-'.join(room.parts)}"
        self.kept = VAR / f"{self.stem}-{digest.hexdigest()[:12]}.json"
        self.seen = self._still_true()
        modules = [str(each) for each in modules_in(room)]
        self.coverage = coverage.Coverage(data_file=None, config_file=False, include=modules)
        if self.is_needed:
            self.coverage.start()
            self.coverage.switch_context(LOADING)

    @property
    def is_needed(self) -> bool:
        return self.seen.files != self.files

    def _still_true(self) -> Seen:
        if not self.kept.exists():
            return Seen()
        seen = Seen(**json.loads(self.kept.read_text()))
        files = {file: digest for file, digest in seen.files.items() if self.files.get(file) == digest}
        seconds = {name: each for name, each in seen.seconds.items() if name.split("::")[0] in files}
        known = {LOADING, *seconds}
        lines = {line: [name for name in names if name in known] for line, names in seen.lines.items()}
        return Seen(files, seconds, lines)

    def look(self, items: Sequence[pytest.Item]) -> None:
        """By running all tests once that have not been seen. They have to pass."""
        unseen = [item for item in items if item.nodeid not in self.seen.seconds]
        for item, following in zip(unseen, [*unseen[1:], items[0]], strict=False):
            self.coverage.switch_context(item.nodeid)
            begun = time.process_time()
            for report in runtestprotocol(item, nextitem=following, log=False):
                if report.failed:
                    raise pytest.UsageError(f"A test fails without any mutant: {report.nodeid}\n{report.longreprtext}")
            self.seen.seconds[item.nodeid] = time.process_time() - begun
        self.coverage.stop()
        data = self.coverage.get_data()
        for file in data.measured_files():
            name = Path(file).relative_to(ROOT)
            for line, contexts in data.contexts_by_lineno(file).items():
                names = {*self.seen.lines.get(f"{name}:{line}", ()), *filter(None, contexts)}
                self.seen.lines[f"{name}:{line}"] = sorted(names)
        self.seen.files = self.files
        for old in VAR.glob(f"{self.stem}-*.json"):
            old.unlink()
        self.kept.parent.mkdir(exist_ok=True)
        self.kept.write_text(json.dumps(vars(self.seen)))
