"""Where the content of each size is kept. It stays there, so that a second run has only to measure."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from .processes import ROOT


def add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench", help="for SQLite")
    parser.add_argument("--database", default="", help="postgres://…/NAME; its databases are NAME_100, NAME_10000 …")


def add_base(parser: argparse.ArgumentParser) -> None:
    add_place(parser)
    parser.add_argument("--size", type=int, default=10_000, help="one that `make bench` has loaded")


def use_base(asked: argparse.Namespace) -> None:
    """Before ``django.setup``."""
    os.environ.update(base_of(asked.size, asked.folder, asked.database))


def base_of(size: int, folder: Path, database: str = "") -> dict[str, str]:
    """The environment of everything that works on so many articles."""
    own = folder / str(size)
    own.mkdir(parents=True, exist_ok=True)
    environment = {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "VAR_DIR": str(own)}
    return {**environment, "DATABASE_URL": made(f"{database}_{size}")} if database else environment


def loaded(size: int, folder: Path, database: str = "") -> dict[str, str]:
    """The same, with its content, which is made where it is not there yet."""
    environment = base_of(size, folder, database)
    command = [sys.executable, "-m", "tests.bench.content", str(size)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=-3)
    return environment


def made(url: str) -> str:
    address = urlsplit(url)
    name = address.path.removeprefix("/")
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return url
