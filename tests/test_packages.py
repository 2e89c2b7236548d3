"""Promises about the packages that the product is made of."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# What may be shipped beside this code, which is MIT: licences that ask for their text to be kept, and the LGPL for what
# stays a package of its own.
ALLOWED = {
    "Apache-2.0",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSD-3-Clause OR Apache-2.0",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Unlicense",
    "Apache-2.0 AND BSD-2-Clause",
}
# Where a package writes its licence in words of its own.
IN_WORDS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
}


def pinned(name: str = "requirements.txt") -> list[str]:
    return re.findall(r"^([\w.-]+)==", (ROOT / name).read_text(), re.MULTILINE)


def licence_of(package: str) -> str:
    """By the field made for it, else by the classifier, else by what is written."""
    about: Any = metadata(package)
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [each.split(" :: ")[-1] for each in about.get_all("Classifier") or [] if each.startswith("License")]
    found = str([*classifiers, about.get("License") or ""][0])
    return IN_WORDS.get(found, found)


def licences() -> dict[str, str]:
    """Of those that are installed here; a few are for other systems or earlier Pythons."""
    found = {}
    for package in pinned():
        try:
            found[package] = licence_of(package)
        except PackageNotFoundError:
            continue
    return found


def test_every_licence_is_allowed() -> None:
    found = licences()
    assert len(found) > 30
    assert {package: licence for package, licence in found.items() if licence not in ALLOWED} == {}


def test_the_list_of_licences_is_current() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \|", (ROOT / "docs/licences.md").read_text(), re.MULTILINE)
    listed = dict(rows[1:])
    assert listed.keys() == set(pinned())
    assert {package: listed[package] for package in licences()} == licences()


def test_every_package_that_is_asked_for_is_pinned_and_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    asked = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": extras["dev"],
        "requirements-bucket.txt": extras["bucket"],
        "requirements-scan.txt": project["dependency-groups"]["scan"],
        "requirements-attack.txt": project["dependency-groups"]["attack"],
    }
    reasons = dict(re.findall(r'^    "([^"]+)", +# (\S.{4,})$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE))
    for file, packages in asked.items():
        assert [package for package in packages if package not in reasons] == []
        names = [re.split(r"[\[<>=]", package)[0] for package in packages]
        assert {bare(name) for name in names} - {bare(name) for name in pinned(file)} == set()


def bare(name: str) -> str:
    return re.sub("[._-]+", "-", name.lower())
