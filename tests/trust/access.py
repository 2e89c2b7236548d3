"""Who is let in where: the answers of every address to everybody, and the table that declares them.

The table is `access.txt`. It names each kind of access once: what everybody gets, then the patterns where it is so.
"""

import copy
import re
import zlib
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client

from .base import WHO

TABLE = Path(__file__).with_name("access.txt")
ADMIN_METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS")
METHODS = (*ADMIN_METHODS, "HEAD", "PATCH")
REFUSALS = (401, 403, 404, 405, 406)
HEAD = """\
# Who is let in where. Written by WRITE_ACCESS=1 LONG_TESTS=1 pytest tests/trust/test_access.py; read all that changes.
#
# in: the view answers, if only that a form is empty. login, second-step, prove: sent there first. A number: refused.
# Methods in the order GET POST PUT DELETE OPTIONS, outside the admin also HEAD PATCH; one word when all are the same.
"""
Profile = tuple[tuple[str, str], ...]


def methods_of(pattern: str) -> tuple[str, ...]:
    return ADMIN_METHODS if pattern.startswith("admin/") else METHODS


def outcome(client: Client, method: str, address: str) -> str:
    """What one request comes to. Whatever it changes is taken back, the cookies of whoever asked too."""
    kept = copy.copy(client.cookies)
    with transaction.atomic():
        response: Any = client.generic(method, address, "{}" if "/api/" in address else "", _type_of(address))
        transaction.set_rollback(True)
    client.cookies = kept
    assert response.status_code < 500, (method, address, response.status_code)
    if response.status_code in (301, 302, 303, 307):
        return _where(response.headers["Location"])
    return str(response.status_code) if response.status_code in REFUSALS else "in"


def _type_of(address: str) -> str:
    return "application/json" if "/api/" in address else "application/x-www-form-urlencoded"


def _where(location: str) -> str:
    for start, word in (("/admin/login/", "login"), ("/admin/prove/", "prove"), ("/admin/second-step/", "second-step")):
        if location.startswith(start):
            return word
    return "in"


def is_sampled(pattern: str, who: str, method: str) -> bool:
    """One cell of 48, always the same ones; all of those that need nobody's account."""
    if who == "anonymous" and method in ("GET", "POST"):
        return True
    return zlib.crc32(f"{pattern} {who} {method}".encode()) % 48 == 0


def cell(words: list[str]) -> str:
    return words[0] if len(set(words)) == 1 else " ".join(words)


def words_of(text: str, count: int) -> list[str]:
    words = text.split()
    return words * count if len(words) == 1 else words


def write_table(found: dict[str, dict[str, str]]) -> None:
    """``found`` is by pattern, then by who asked."""
    profiles: dict[Profile, list[str]] = defaultdict(list)
    for pattern, row in found.items():
        profiles[tuple((who, row[who]) for who in WHO)].append(pattern)
    TABLE.write_text(HEAD + "".join(_block(profile, each) for profile, each in profiles.items()))


def _block(profile: Profile, of: list[str]) -> str:
    together: dict[str, list[str]] = defaultdict(list)
    for who, text in profile:
        together[text].append(who)
    lines = [f"{', '.join(people)}: {text}" for text, people in together.items()]
    return "\n".join(["", *lines, *(f"    /{pattern}" for pattern in of), ""])


def read_table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    row: dict[str, str] = {}
    for line in TABLE.read_text().splitlines():
        if line.startswith("    /"):
            assert set(row) == set(WHO), f"not for everybody: {line}"
            assert line[5:] not in found, f"declared twice: {line}"
            found[line[5:]] = dict(row)
        elif not line:
            row = {}
        elif not line.startswith("#"):
            people, _, text = line.rpartition(": ")
            row |= dict.fromkeys(re.split(", ", people), text)
    return found
