"""The file: a zip of members, and a manifest with the SHA-256 of each, so that nothing damaged is ever restored."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20


class Damaged(Exception):
    pass


class Writer:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: dict[str, str] = {}

    def add(self, name: str, blocks: Iterable[bytes]) -> None:
        digest = hashlib.sha256()
        with self._archive.open(name, "w", force_zip64=True) as out:
            for block in blocks:
                digest.update(block)
                out.write(block)
        self.members[name] = digest.hexdigest()

    def finish(self, facts: dict[str, Any]) -> None:
        text = json.dumps({"format": FORMAT, **facts, "members": self.members}, indent=1)
        self._archive.writestr(MANIFEST, text)


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """The file appears under its name only when it is whole, and only its owner may read it."""
    part = file.with_name(file.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                yield Writer(archive)
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


class Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.manifest: dict[str, Any] = self._checked()

    def _checked(self) -> dict[str, Any]:
        """Every byte is read once before anything is done with it."""
        manifest: dict[str, Any] = json.loads(self._archive.read(MANIFEST))
        if manifest.get("format") != FORMAT:
            raise Damaged("This backup was made by a release that this one does not know.")
        if set(self._archive.namelist()) != {MANIFEST, *manifest["members"]}:
            raise Damaged("The backup does not have the parts that it lists.")
        for name, sha256 in manifest["members"].items():
            digest = hashlib.sha256()
            with self.open(name) as member:
                while block := member.read(BLOCK):
                    digest.update(block)
            if digest.hexdigest() != sha256:
                raise Damaged(f"{name} in the backup was changed: it does not have its SHA-256.")
        return manifest

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)

    def names(self, folder: str) -> list[str]:
        return [name for name in self.manifest["members"] if name.startswith(f"{folder}/")]


@contextmanager
def reading(file: Path) -> Iterator[Reader]:
    """Raises Damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield Reader(archive)
    except (zipfile.BadZipFile, OSError, KeyError, EOFError, zlib.error, json.JSONDecodeError) as error:
        raise Damaged(f"{file} cannot be read as a backup: {error}.") from error
