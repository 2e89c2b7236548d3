"""Tests tried on one mutant in a process of its own, which loads the module with the mistake in it.

For what runs when a module is loaded, and for what a warm process has kept: python -m tests.mutation.alone KEY TESTS…
"""

import importlib.util
import subprocess
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutation.mutants import Mutant, mutants_of


class Changed(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        parts = mutant.file.with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        file = str(self.mutant.file.resolve())
        loader = ChangedLoader(fullname, file)
        loader.mutant = self.mutant
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


class ChangedLoader(SourceFileLoader):
    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:
        return self.mutant.module()


def killed_alone_by(mutant: Mutant, tests: Sequence[str], *, seconds: float) -> str:
    command = [sys.executable, "-m", "tests.mutation.alone", mutant.key, *tests]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return "its time running out"
    if done.returncode == 0:
        return ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return " ".join(["a process of its own:", *failed[:1]])


def main() -> int:
    import pytest

    from tests.mutation.repeatable import same_examples_each_time

    same_examples_each_time()
    key, *tests = sys.argv[1:]
    mutant = next(each for each in mutants_of(Path(key.split(":")[0])) if each.key == key)
    sys.meta_path.insert(0, Changed(mutant))
    return int(pytest.main(["-q", "-x", *tests]))


if __name__ == "__main__":
    sys.exit(main())
