import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests import schema_cache

ROOT = Path(__file__).resolve().parents[2]
Environment = dict[str, str]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, schema_folder: Path) -> Iterator[Environment]:
    """The environment of a migrated database on the engine that the test run uses, to take copies of."""
    common = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with _place(common, tmp_path_factory.mktemp("migrated")) as environment:
        kept = schema_cache.kept(schema_folder)
        if "DATABASE_PATH" in environment and kept.exists():
            shutil.copy(kept, environment["DATABASE_PATH"])
        else:
            manage("migrate", "-v0", environment=environment)
        yield environment


@pytest.fixture
def throwaway(migrated: Environment, tmp_path: Path) -> Iterator[Environment]:
    """The environment of a migrated database that nothing else uses."""
    with copy_of(migrated, tmp_path / "var") as environment:
        yield environment


@contextmanager
def copy_of(original: Environment, folder: Path) -> Iterator[Environment]:
    """An environment with a copy of everything in this one: database, media and secrets. No process may be using it."""
    shutil.copytree(original["VAR_DIR"], folder)
    with _place(original, folder, template=urlsplit(original.get("DATABASE_URL", "")).path.strip("/")) as environment:
        yield environment


@contextmanager
def _place(environment: Environment, folder: Path, *, template: str = "template1") -> Iterator[Environment]:
    """The environment with its files in this folder and, where it has a PostgreSQL server, a new database there."""
    url = environment.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {**environment, "VAR_DIR": str(folder), "DATABASE_PATH": str(folder / "throwaway.sqlite3")}
        return
    name = f"throwaway_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield {
            **environment,
            "VAR_DIR": str(folder),
            "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}")),
        }
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def manage(*arguments: str, environment: Environment) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, stdout=-3)


def run_script(module: str, environment: Environment, patience: float = 300) -> str:
    """Run one of the scripts beside the tests, and give back what it printed. Its failure is the test's failure."""
    done = subprocess.run(
        [sys.executable, "-m", module], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=patience
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()
