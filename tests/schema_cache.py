"""A migrated SQLite database that test runs copy, so that only a change of the schema pays for the migrations."""

import hashlib
import os
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("*/migrations/*.py", "*/models/*.py", "*/*/migrations/*.py", "*/*/models/*.py", "healthkb/roles.py")


def fingerprint() -> str:
    """Another one whenever a migrated database could come out different."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    digest.update((ROOT / "healthkb/settings.py").read_bytes())
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)}):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def kept(folder: Path) -> Path:
    return folder / f"{fingerprint()}.sqlite3"


def keep(connection: sqlite3.Connection, folder: Path) -> None:
    """Keep a copy for later runs, in place of those of earlier schemas. Several runs may do this at once."""
    new = folder / f"new-{os.getpid()}"
    with sqlite3.connect(new) as target:
        connection.backup(target)
    target.close()
    for old in folder.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    new.replace(kept(folder))
