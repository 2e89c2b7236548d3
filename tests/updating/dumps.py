"""All that a database holds, its rules and its rows, but for what migrations note of themselves, to be compared."""

import re
import sqlite3
import subprocess
from collections import Counter

from tests.cluster.parts import binary

LEFT_OUT = "django_migrations"
PASSING = re.compile(r"\\(un)?restrict |--|SET |SELECT pg_catalog|$")


def dump(url: str) -> Counter[str]:
    return Counter(_postgresql(url) if url.startswith("postgres") else _sqlite(url.removeprefix("sqlite:///")))


def _postgresql(url: str) -> list[str]:
    command = [binary("pg_dump"), "--no-owner", "--inserts", f"--exclude-table={LEFT_OUT}*", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if not PASSING.match(line)]
    return [line.removesuffix(",") for line in lines]  # the last column of a table has none


def _sqlite(path: str) -> list[str]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        named = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        rules = [(name, sql) for name, sql in base.execute(named) if LEFT_OUT not in sql]
        lines = [sql for _, sql in rules]
        for name, sql in rules:
            if sql.startswith("CREATE TABLE"):
                lines += [f"{name} {row}" for row in base.execute(f'SELECT * FROM "{name}"')]
    return lines
