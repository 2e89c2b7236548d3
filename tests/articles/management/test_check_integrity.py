"""Each thing that the check looks at is damaged in turn, by raw SQL past every guard, and has to be named."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from articles.models import Image
from articles.publishing import emergency_publish, publish, withdraw
from articles.sheets.batches import undo
from tests.articles.sheets.builders import import_now, workbook
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_publisher,
    make_topic,
    make_user,
    publish_now,
    submit_now,
)
from tests.triage.builders import make_protocol

pytestmark = pytest.mark.django_db


def check() -> str:
    """What it says is wrong; nothing when all is well."""
    errors = StringIO()
    try:
        call_command("check_integrity", stdout=StringIO(), stderr=errors)
    except CommandError:
        assert errors.getvalue()
    return errors.getvalue().strip()


@contextmanager
def unguarded(table: str) -> Iterator[None]:
    """As someone who owns the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in guards:
            cursor.execute(sql)


def damage(table: str, sql: str) -> None:
    with unguarded(table), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


@pytest.fixture
def base(time_machine: Any) -> None:
    """An article with its protocol; a cause that was corrected, and is scheduled again; one that was withdrawn."""
    cause, topic = make_cause(slug="tired-muscles"), make_topic()
    article = make_article(slug="leg-pain", causes=[cause])
    article.topics.add(topic)
    publish_now(topic, article)
    publish_now(make_protocol(articles=[article]), at=after(5))
    edit(cause, at=after(6), description="Other words.")
    publish_now(cause, at=after(7))
    gone = make_cause(slug="gone")
    publish_now(gone, at=after(7))
    withdraw(document=gone, kind="withdrawn", reason="No longer true.", by=make_publisher(), at=after(8))
    edit(cause, at=after(9), description="Words of tomorrow.")
    request = submit_now(cause, at=after(9), go_live_at=after(120))
    approve_now(request, at=after(9))
    publish(request=request, by=make_publisher(), at=after(10))
    time_machine.move_to(after(60))


def test_a_base_that_was_used_in_every_way_has_no_fault(base: None) -> None:
    assert check() == ""


def test_what_fell_due_and_is_not_in_the_feed_yet_is_no_fault(base: None, time_machine: Any) -> None:
    for minutes in (120, 130):
        time_machine.move_to(after(minutes))
        assert check() == ""
    publish_now(make_cause(), at=after(130))
    assert check() == ""


def test_an_emergency_publish_is_told_of_in_the_audit_log(time_machine: Any) -> None:
    by = make_user("articles.emergency_publish")
    emergency_publish(request=submit_now(make_cause()), reason="A dose is wrong.", by=by, at=AT)
    time_machine.move_to(after(1))
    assert check() == ""


def test_an_import_that_was_taken_back_is_in_the_audit_log() -> None:
    batch = import_now(workbook(Causes=[["slug", "name", "description"], ["new", "New", "Words."]]))
    undo(batch=batch, by=batch.uploaded_by, at=after(1))
    assert check() == ""
    damage("articles_auditentry", "UPDATE articles_auditentry SET action = 'changed' WHERE action = 'import_undone'")
    assert f"The audit log lacks a taking back of import of {batch.pk}." in check()


def test_a_document_that_lost_its_id_is_missed_by_what_adds_to_it() -> None:
    publish_now(make_protocol(articles=[make_article(slug="draft")]))
    assert check() == ""
    damage("articles_document", f"UPDATE articles_document SET uuid = '{'0' * 32}' WHERE slug = 'draft'")
    assert check().endswith("what it adds to other documents is not what its text says.")


def test_a_fault_says_of_which_page_and_version(base: None) -> None:
    damage("articles_version", "UPDATE articles_version SET sha256 = 'f' || substr(sha256, 2) WHERE number = 2")
    damage("articles_published", "UPDATE articles_published SET title = 'Evil' WHERE slug = 'leg-pain'")
    assert {line.strip() for line in check().splitlines()} == {
        "Version 2 of the cause tired-muscles (en) was changed: its text does not have its hash.",
        "The published article leg-pain (en): its address, title or date is not that of its text.",
    }


LIVE = "SELECT min(id) FROM articles_published WHERE kind = 'article'"
DAMAGES = [
    ("articles_version", "UPDATE articles_version SET payload = replace(payload, 'Other words', 'Evil words')", "hash"),
    ("articles_published", "UPDATE articles_published SET etag = 'f' || substr(etag, 2)", "does not have its hash"),
    (
        "articles_published",
        "UPDATE articles_published SET etag = upper(etag) WHERE id = (SELECT min(id) FROM articles_published)",
        "does not have its hash",
    ),
    (
        "articles_published",
        f"UPDATE articles_published SET title = 'Evil' WHERE id = ({LIVE})",
        "address, title or date",
    ),
    (
        "articles_published",
        f"UPDATE articles_published SET slug = 'evil' WHERE id = ({LIVE})",
        "address, title or date",
    ),
    ("articles_published", "UPDATE articles_published SET next_review = '2099-01-01'", "is not what its versions say"),
    ("articles_published", f"UPDATE articles_published SET summary = body WHERE id = ({LIVE})", "its line in lists"),
    (
        "articles_packedbody",
        "UPDATE articles_packedbody SET coding = 'x' || coding",
        "packed as xbr",
    ),
    (
        "articles_publishedfacet",
        f"DELETE FROM articles_publishedfacet WHERE published_id = ({LIVE})",
        "lists filter it",
    ),
    (
        "articles_published",
        "UPDATE articles_published SET version_id = (SELECT min(id) FROM articles_version) WHERE slug = 'leg-pain'",
        "its version belongs to another document",
    ),
    (
        "articles_published",
        "UPDATE articles_published SET live_until = '2026-11-02 09:30:00+00' WHERE kind = 'red_flag'",
        "which is not the one that is live",
    ),
    (
        "articles_published",
        "UPDATE articles_published SET live_until = '2026-11-02 09:30:00+00' WHERE kind = 'topic'",
        "says “publish” last of topic-",
    ),
    ("articles_publishedpart", f"DELETE FROM articles_publishedpart WHERE published_id = ({LIVE})", "its versions say"),
    ("articles_publishedcontribution", "DELETE FROM articles_publishedcontribution", "adds to other documents"),
    ("articles_pastpublication", "UPDATE articles_pastpublication SET etag = 'f' || substr(etag, 2)", "readers had"),
    ("articles_change", "DELETE FROM articles_change WHERE sequence = 2", "a gap between 1 and 3"),
    (
        "articles_change",
        "DELETE FROM articles_change WHERE sequence = (SELECT max(sequence) FROM articles_change)",
        "changes were written",
    ),
    ("articles_change", "UPDATE articles_change SET event = 'publish' WHERE event = 'withdraw'", "do not have it"),
    (
        "articles_change",
        "UPDATE articles_change SET version_id = (SELECT min(id) FROM articles_version) WHERE kind = 'article'",
        "ends with another version of leg-pain",
    ),
    ("articles_searchtext", "UPDATE articles_searchtext SET title_words = 'evil'", "Search does not know"),
    ("articles_searchtext", f"DELETE FROM articles_searchtext WHERE published_id = ({LIVE})", "Search does not know"),
    (
        "articles_auditentry",
        "UPDATE articles_auditentry SET by_name = 'Mallory' WHERE number = 2",
        "Entry 2 was edited",
    ),
    (
        "articles_auditentry",
        "UPDATE articles_auditentry SET action = 'changed' WHERE action = 'published'",
        "lacks a publish",
    ),
    (
        "articles_auditentry",
        "UPDATE articles_auditentry SET action = 'withdrawn' WHERE action = 'submitted'",
        "of a withdrawal of",
    ),
    ("articles_edit", "DELETE FROM articles_edit WHERE edit_number = 2", "who made each of the"),
    ("articles_version_authors", "DELETE FROM articles_version_authors", "does not name all who wrote it"),
    (
        "articles_version_authors",
        "DELETE FROM articles_version_authors WHERE user_id IN (SELECT by_id FROM articles_edit WHERE edit_number = 1)",
        "does not name all who wrote it",
    ),
    ("articles_requestedversion", "DELETE FROM articles_requestedversion", "is in no request"),
]


def test_each_damage_is_found_and_named(base: None) -> None:
    """One base, taken back to how it was after each damage."""
    found = {}
    for table, sql, words in DAMAGES:
        with transaction.atomic():
            damage(table, sql)
            found[sql] = words in check()
            transaction.set_rollback(True)
    assert [sql for sql, was_found in found.items() if not was_found] == []


def test_a_lost_picture_is_named(base: None) -> None:
    default_storage.delete("images/lost.png")  # a run that was stopped midway, as one with a mutant may be, leaves it
    Image.objects.create(slug="lost", file="images/lost.png", width=9, height=9, alt="Lost.", renditions=[])
    assert "The file images/lost.png of the picture lost is missing." in check()
    default_storage.save("images/lost.png", ContentFile(b"back"))
    assert check() == ""
    default_storage.delete("images/lost.png")


def test_a_page_swapped_for_another_with_its_own_right_hash_is_found(base: None) -> None:
    """Body and hash changed together, as by someone who knows how they are made."""
    columns = "body, etag, summary"
    other = "(SELECT min(id) FROM articles_published WHERE kind = 'cause')"
    sets = f"({columns}) = (SELECT {columns} FROM articles_published WHERE id = {other})"
    damage("articles_published", f"UPDATE articles_published SET {sets} WHERE id = ({LIVE})")
    assert "is not what its versions say" in check()
