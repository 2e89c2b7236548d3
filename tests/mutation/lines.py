"""Which tests go through which line, and how long each takes: seen once, and kept until the room or a test changes."""

import hashlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.mutants import Mutant

ROOT = Path(__file__).resolve().parents[2]
LOADING = "loading"  # of modules, the tests' own too: no test by itself goes through what runs then
VAR = Path(os.environ.get("VAR_DIR", "var"))


@dataclass
class Seen:
    seconds: dict[str, float]
    lines: dict[str, list[str]]

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
        files = {path for each in (room, *tests) for path in (each.rglob("*.py") if each.is_dir() else [each])}
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files)))
        self.stem = f"mutation-{'-'.join(room.parts)}"
        self.kept = VAR / f"{self.stem}-{digest.hexdigest()[:12]}.json"
        self.coverage = coverage.Coverage(data_file=None, source=[str(room)])
        if not self.kept.exists():
            self.coverage.start()
            self.coverage.switch_context(LOADING)

    @property
    def is_needed(self) -> bool:
        return not self.kept.exists()

    def seen(self) -> Seen:
        return Seen(**json.loads(self.kept.read_text()))

    def look(self, items: Sequence[pytest.Item]) -> None:
        """By running all tests once. They have to pass."""
        seen = Seen({}, {})
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            self.coverage.switch_context(item.nodeid)
            begun = time.process_time()
            for report in runtestprotocol(item, nextitem=following, log=False):
                if report.failed:
                    raise pytest.UsageError(f"A test fails without any mutant: {report.nodeid}\n{report.longreprtext}")
            seen.seconds[item.nodeid] = time.process_time() - begun
        self.coverage.stop()
        data = self.coverage.get_data()
        for file in data.measured_files():
            name = Path(file).relative_to(ROOT)
            for line, contexts in data.contexts_by_lineno(file).items():
                seen.lines[f"{name}:{line}"] = sorted(filter(None, contexts))
        for old in VAR.glob(f"{self.stem}-*.json"):
            old.unlink()
        self.kept.parent.mkdir(exist_ok=True)
        self.kept.write_text(json.dumps(vars(seen)))
