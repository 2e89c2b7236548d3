"""Promises about the repository itself."""

import ast
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from rest_framework.exceptions import APIException

from healthkb.api.problems import PROBLEMS, name_of
from tests.mutation.harmless import harmless

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("articles", "healthkb", "triage")
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "articles",
    "docs",
    "fixtures",
    "healthkb",
    "manage.py",
    "pyproject.toml",
    "requirements-attack.txt",
    "requirements-bucket.txt",
    "requirements-dev.txt",
    "requirements-scan.txt",
    "requirements.txt",
    "tests",
    "triage",
}
MAX_LINES = 400
MAX_BYTES = 1_000_000


def tracked_files() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in names.decode().split("\0") if name and (ROOT / name).is_file()]


def test_top_level_is_fixed() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in tracked_files()} - TOP_LEVEL == set()


def test_no_file_is_longer_than_one_concept() -> None:
    sources = [file for file in tracked_files() if file.suffix == ".py" and "migrations" not in file.parts]
    long = {file.name: lines for file in sources if (lines := len(file.read_text().splitlines())) > MAX_LINES}
    assert long == {}


def test_no_file_is_too_large_for_a_clone() -> None:
    assert [file.name for file in tracked_files() if file.stat().st_size > MAX_BYTES] == []


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_openapi_description_is_current() -> None:
    out = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    committed = (ROOT / "docs/openapi.yaml").read_text()
    assert out.getvalue().strip() == committed.strip(), "run `make schema`"


def test_every_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app.split(".")[0] in ROOMS}
    headings = set(re.findall(r"^### `manage\.py ([a-z_]+)`", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    assert headings == ours


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) - {"dev"}
    assert set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE)) == targets
    documented = set(re.findall(r"`make ([a-z]+)`", (ROOT / "CONTRIBUTING.md").read_text()))
    assert targets - documented == {"help"}


def test_every_setting_from_the_environment_is_documented() -> None:
    named = set()
    for file in (ROOT / "healthkb/settings.py", ROOT / "healthkb/env.py"):
        calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call) and node.args]
        for call in calls:
            name = call.args[0]
            if getattr(call.func, "id", "").startswith("env_") and isinstance(name, ast.Constant):
                named.add(name.value)
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/operations.md").read_text(), re.MULTILINE))
    assert named - documented == set()


@pytest.mark.parametrize("room", ["articles.content", "triage.engine"])
def test_pure_rooms_import_no_django(room: str) -> None:
    """In a process of its own, with every module of the room, as Django is long imported in this one."""
    program = f"""
import importlib, pkgutil, sys
room = importlib.import_module("{room}")
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
print(sorted(name for name in sys.modules if name.split(".")[0] in ("django", "rest_framework")))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def subclasses_of(kind: type) -> set[type]:
    found: set[type] = {kind}
    children: list[type] = type.__subclasses__(kind)
    for child in children:
        found |= subclasses_of(child)
    return found


def test_every_api_error_of_ours_has_a_documented_problem() -> None:
    ours = [kind for kind in subclasses_of(APIException) if kind.__module__.split(".")[0] in ROOMS]
    undocumented = [kind.__name__ for kind in ours if name_of(getattr(kind, "default_code", "")) not in PROBLEMS]
    assert undocumented == []


def test_packages_are_pinned_with_hashes() -> None:
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-bucket.txt",
        "requirements-attack.txt",
        "requirements-scan.txt",
    ):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
        assert [entry for entry in entries if not re.match(r"[\w.\[\]-]+==\S+", entry)] == []
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_secret_and_data_stay_out_of_the_repository() -> None:
    assert [file for file in tracked_files() if "var" in file.relative_to(ROOT).parts[:1]] == []


@pytest.mark.parametrize("room", ["articles/publishing", "triage/engine", "healthkb/roles.py"])
def test_each_mutant_that_is_called_harmless_is_there(room: str) -> None:
    harmless(Path(room))
