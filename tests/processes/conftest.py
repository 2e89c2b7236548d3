import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
Environment = dict[str, str]


@pytest.fixture
def throwaway(tmp_path: Path) -> Iterator[Environment]:
    """The environment of a migrated database that nothing else uses, on the engine that the test run uses."""
    url = os.environ.get("DATABASE_URL", "")
    common = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "VAR_DIR": str(tmp_path)}
    if not url.startswith("postgres"):
        yield _migrated({**common, "DATABASE_PATH": str(tmp_path / "throwaway.sqlite3")})
        return
    name = f"throwaway_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield _migrated({**common, "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))})
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _migrated(environment: Environment) -> Environment:
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    return environment


def run_script(module: str, environment: Environment) -> str:
    """Run one of the scripts beside the tests, and give back what it printed. Its failure is the test's failure."""
    done = subprocess.run(
        [sys.executable, "-m", module], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()
