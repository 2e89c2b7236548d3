"""The audit log attacked by somebody who owns the database: every row, in every way, and each time told where.

``LONG_TESTS=1`` does it to each of 1,000 rows.
"""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection, transaction

from articles.content.vocabulary import AuditAction
from articles.models import AuditEntry
from articles.publishing import audit
from articles.publishing.audit_chain import Anchor, faults_in_audit
from articles.publishing.auditing import hash_of
from healthkb.models import User
from tests.builders import AT, after, make_user

pytestmark = pytest.mark.django_db
ROWS = 1000 if "LONG_TESTS" in os.environ else 24
EVERY = 10  # entries from one anchor to the next
FAR = 10**6
EDITS = [
    ("at", "2020-01-01 00:00:00+00:00"),
    ("action", "reviewed"),
    ("by_id", None),
    ("by_name", "Somebody else"),
    ("subject_kind", "remedy"),
    ("subject_id", "999"),
    ("subject", "Something else"),
    ("details", '{"approved":true}'),
    ("previous_sha256", "f" * 64),
    ("sha256", "f" * 64),
]


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount


def drop_guards() -> None:
    """As somebody can who owns the database. They are back when the transaction is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'articles_audit%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def set_columns(row: int, **columns: Any) -> None:
    names = ", ".join(f"{name} = %s" for name in columns)
    sql(f"UPDATE articles_auditentry SET {names} WHERE number = %s", *columns.values(), row)


def set_head(number: int) -> None:
    digest = AuditEntry.objects.get(number=number).sha256 if number else "0" * 64
    sql("UPDATE articles_audithead SET number = %s, sha256 = %s", number, digest)


def forge(number: int) -> None:
    """The entry says something else, and has the hash of what it says now."""
    entry = AuditEntry.objects.get(number=number)
    entry.subject = "Something else"
    set_columns(number, subject=entry.subject, sha256=hash_of(entry))


def edit(number: int) -> None:
    name, value = EDITS[number % len(EDITS)]
    set_columns(number, **{name: value})


def delete(number: int) -> None:
    sql("DELETE FROM articles_auditentry WHERE number = %s", number)


def insert(number: int) -> None:
    """A well-made entry in this place; those from it on make room."""
    last = AuditEntry.objects.latest("number").number
    sql("UPDATE articles_auditentry SET number = number + %s WHERE number >= %s", FAR, number)
    sql("UPDATE articles_auditentry SET number = number - %s WHERE number > %s", FAR - 1, FAR)
    before = AuditEntry.objects.filter(number=number - 1).first()
    forged = AuditEntry(number=number, at=AT, action="changed", by_name="Nobody", details="{}")
    forged.previous_sha256 = before.sha256 if before else "0" * 64
    forged.sha256 = hash_of(forged)
    forged.save(force_insert=True)
    set_head(last + 1)


def swap(number: int) -> None:
    """With the one before it."""
    for old, new in ((number, FAR), (number - 1, number), (FAR, number - 1)):
        set_columns(old, number=new)


def cut_clumsily(number: int) -> None:
    sql("DELETE FROM articles_auditentry WHERE number >= %s", number)


def cut(number: int) -> None:
    """The end taken off, and the row that knows the last entry put right."""
    cut_clumsily(number)
    set_head(number - 1)


def rewrite(number: int) -> None:
    """All hashes from here on made anew: only an anchor tells."""
    previous = None
    for entry in AuditEntry.objects.filter(number__gte=number).order_by("number"):
        entry.subject = "Something else" if previous is None else entry.subject
        entry.previous_sha256 = previous or entry.previous_sha256
        previous = hash_of(entry)
        set_columns(entry.number, subject=entry.subject, previous_sha256=entry.previous_sha256, sha256=previous)
    set_head(entry.number)


def near(number: int) -> range:
    return range(max(number - 1, 0), number + 2)


def up_to_the_next_anchor(number: int) -> range:
    return range(number, number + EVERY)


ATTACKS: list[tuple[Callable[[int], None], Callable[[int], range]]] = [
    (edit, near),
    (forge, near),
    (delete, near),
    (insert, near),
    (swap, near),
    (cut_clumsily, near),
    (cut, up_to_the_next_anchor),
    (rewrite, up_to_the_next_anchor),
]


@pytest.fixture
def log(django_db_setup: None) -> list[Anchor]:
    """A log of so many rows from its first to its last. Gives anchors on the way and at its end."""
    person: User = make_user()
    drop_guards()
    sql("DELETE FROM articles_auditentry WHERE number > 0")
    sql("UPDATE articles_audithead SET number = 0, sha256 = %s", "0" * 64)
    for number in range(ROWS):
        audit(action=AuditAction.CHANGED, by=person, at=after(number), subject=person, details={"number": number})
    entries = AuditEntry.objects.order_by("number")
    return [Anchor(each.number, each.sha256) for each in entries if each.number % EVERY == 0 or each.number == ROWS]


def places(faults: Iterable[str]) -> set[int]:
    return {int(each) for each in re.findall(r"\b\d+\b", " ".join(faults))}


@pytest.mark.parametrize(("attack", "around"), ATTACKS, ids=[attack.__name__ for attack, _ in ATTACKS])
def test_each_row_touched_is_found_and_told_where(
    log: list[Anchor], attack: Callable[[int], None], around: Callable[[int], range]
) -> None:
    assert faults_in_audit(log) == []
    unseen = []
    for number in range(2 if attack is swap else 1, ROWS + 1):
        with transaction.atomic():
            attack(number)
            faults = faults_in_audit(log)
            transaction.set_rollback(True)
        if not places(faults[:2]) & set(around(number)):
            unseen.append((number, faults[:2]))
    assert unseen == []
    assert faults_in_audit(log) == []
