import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from articles.content.vocabulary import AuditAction, Decision, ReviewRole
from articles.models import AuditEntry, AuditHead, ReviewRequest
from articles.publishing import (
    NotAllowed,
    audit,
    cancel,
    emergency_publish,
    publish,
    restore,
    review,
    submit,
    withdraw,
)
from articles.publishing.audit_chain import Anchor, anchor_now, faults_in_audit
from articles.publishing.auditing import hash_of
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_author,
    make_cause,
    make_clinician,
    make_publisher,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db
TABLE = "articles_auditentry"


def log_of(person: Any) -> list[tuple[str, dict[str, Any]]]:
    """What a person did, in order."""
    entries = AuditEntry.objects.filter(by=person).order_by("number")
    return [(entry.action, json.loads(entry.details)) for entry in entries]


def test_every_transition_is_one_entry_with_who_when_and_the_hash_of_what() -> None:
    author, clinician = make_author(), make_clinician()
    publisher = make_user("articles.publish_document", "articles.withdraw_document", "articles.emergency_publish")
    cause = make_cause(by=author)
    request = submit(documents=[cause], change_kind="major", change_note="New.", by=author, at=AT)
    review(request=request, role=ReviewRole.CLINICAL, decision=Decision.APPROVE, by=clinician, at=after(1))
    publish(request=request, by=publisher, at=after(2))
    edit(cause, by=author, at=after(3), description="Better words.")
    second = submit(documents=[cause], change_kind="safety", change_note="Mended.", by=author, at=after(4))
    emergency_publish(request=second, reason="People could come to harm.", by=publisher, at=after(5))
    restore(version=cause.versions.get(number=1), by=author, at=after(6))
    withdraw(document=cause, kind="withdrawn", reason="Not true.", by=publisher, at=after(7))

    first, last = request.content_hash, second.content_hash
    named = f"cause {cause.slug} "
    assert log_of(author) == [
        ("submitted", {"change_kind": "major", "content_hash": first, "documents": 1}),
        ("submitted", {"change_kind": "safety", "content_hash": last, "documents": 1}),
        ("restored", {"version": 1, "sha256": cause.versions.get(number=1).sha256}),
    ]
    assert log_of(clinician) == [("reviewed", {"role": "clinical", "decision": "approve", "content_hash": first})]
    assert log_of(publisher) == [
        ("published", {"content_hash": first, "versions": [named + "1"]}),
        (
            "emergency_published",
            {"content_hash": last, "versions": [named + "2"], "reason": "People could come to harm."},
        ),
        ("withdrawn", {"kind": "withdrawn", "reason": "Not true.", "version": 2}),
    ]


def test_schedules_and_requests_taken_back_are_told_too() -> None:
    author, publisher = make_author(), make_publisher()
    request = submit_now(make_cause(), go_live_at=after(60))
    approve_now(request)
    publish(request=request, by=publisher, at=after(1))
    cancel(request=request, by=author, at=after(2))
    assert [action for action, _ in log_of(publisher)] == ["scheduled"]
    assert log_of(publisher)[0][1]["go_live_at"] == after(60).isoformat()
    assert log_of(author) == [("cancelled", {})]


def test_an_entry_names_who_did_it() -> None:
    author = make_author(first_name="Ana", last_name="Reyes")
    submit_now(make_cause(), by=author)
    assert AuditEntry.objects.get(action="submitted").by_name == str(author)


def test_what_is_too_long_for_an_entry_is_cut() -> None:
    request = ReviewRequest(pk=1, change_note="x" * 600)
    entry = audit(action=AuditAction.CHANGED, by=None, by_name="n" * 300, at=AT, subject=request)
    assert (entry.by_name, entry.subject_kind, entry.subject) == ("n" * 200, "reviewrequest", "x" * 500)


def test_what_is_refused_leaves_no_entry() -> None:
    stranger = make_user()
    with pytest.raises(NotAllowed):
        submit_now(make_cause(), by=stranger)
    assert log_of(stranger) == []


def test_what_is_rolled_back_takes_its_entry_with_it() -> None:
    before = anchor_now()
    with transaction.atomic():
        publish_now(make_cause())
        transaction.set_rollback(True)
    assert (anchor_now(), faults_in_audit()) == (before, [])


def entries(count: int) -> None:
    for _ in range(count):
        audit(action=AuditAction.CHANGED, by=None, at=AT)


def without_triggers(sql: str, *values: Any) -> None:
    """As somebody would who can write to the very file of the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_update")
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_delete")
        cursor.execute(sql, values)


@pytest.fixture
def first() -> int:
    """The number of the first of ten entries."""
    number = anchor_now().number + 1
    entries(10)
    assert faults_in_audit() == []
    return number


def test_an_edit_is_found_where_it_is(first: int) -> None:
    without_triggers(f"UPDATE {TABLE} SET by_name = 'Somebody else' WHERE number = %s", first + 3)
    assert faults_in_audit() == [f"Entry {first + 3} was edited: its content does not have its hash."]


def test_an_edit_with_a_new_hash_is_found_at_the_next_entry(first: int) -> None:
    entry = AuditEntry.objects.get(number=first + 3)
    entry.by_name = "Somebody else"
    without_triggers(
        f"UPDATE {TABLE} SET by_name = %s, sha256 = %s WHERE number = %s", entry.by_name, hash_of(entry), first + 3
    )
    assert faults_in_audit() == [
        f"Entry {first + 4} does not follow entry {first + 3}: one of the two was put in or rewritten."
    ]


def test_a_deletion_is_found_where_it_was(first: int) -> None:
    without_triggers(f"DELETE FROM {TABLE} WHERE number IN (%s, %s)", first + 3, first + 4)
    assert faults_in_audit() == [f"Entries are missing between {first + 2} and {first + 5}."]


@pytest.mark.parametrize("place", [1, 3])
def test_one_entry_that_is_gone_is_found_where_it_was(first: int, place: int) -> None:
    number = 1 if place == 1 else first + place
    without_triggers(f"DELETE FROM {TABLE} WHERE number = %s", number)
    assert faults_in_audit() == [f"Entries are missing between {number - 1} and {number + 1}."]


def test_a_last_entry_that_was_edited_with_a_new_hash_is_found_by_the_end_of_the_log(first: int) -> None:
    last = AuditEntry.objects.latest("number")
    last.by_name = "Somebody else"
    values = (last.by_name, hash_of(last), last.number)
    without_triggers(f"UPDATE {TABLE} SET by_name = %s, sha256 = %s WHERE number = %s", *values)
    assert faults_in_audit() == [f"Entry {last.number}, the last one, is not the one that the log wrote."]


def test_a_deletion_that_was_numbered_over_is_found(first: int) -> None:
    without_triggers(f"DELETE FROM {TABLE} WHERE number = %s", first + 3)
    for number in range(first + 4, first + 10):
        without_triggers(f"UPDATE {TABLE} SET number = %s WHERE number = %s", number - 1, number)
    faults = faults_in_audit()
    assert faults[0] == f"Entry {first + 3} does not follow entry {first + 2}: one of the two was put in or rewritten."
    assert faults[-1] == f"The log was cut: it ends at entry {first + 8}, and {first + 9} were written."


def test_a_log_that_was_cut_is_found_by_its_own_end(first: int) -> None:
    without_triggers(f"DELETE FROM {TABLE} WHERE number > %s", first + 5)
    assert faults_in_audit() == [f"The log was cut: it ends at entry {first + 5}, and {first + 9} were written."]


def test_a_log_that_was_cut_with_its_end_put_right_is_found_by_an_anchor(first: int) -> None:
    anchor = anchor_now()
    without_triggers(f"DELETE FROM {TABLE} WHERE number > %s", first + 5)
    last = AuditEntry.objects.latest("number")
    AuditHead.objects.update(number=last.number, sha256=last.sha256)
    assert faults_in_audit() == []
    assert faults_in_audit([anchor]) == [f"The log was cut: entry {anchor.number} is in an anchor and not in the log."]


def test_a_log_that_was_rewritten_from_some_entry_on_is_found_by_an_anchor(first: int) -> None:
    anchor = anchor_now()
    without_triggers(f"DELETE FROM {TABLE} WHERE number > %s", first + 5)
    last = AuditEntry.objects.latest("number")
    AuditHead.objects.update(number=last.number, sha256=last.sha256)
    for _ in range(4):
        audit(action=AuditAction.CHANGED, by=None, at=after(1))
    assert faults_in_audit() == []
    assert faults_in_audit([Anchor(first + 1, AuditEntry.objects.get(number=first + 1).sha256), anchor]) == [
        f"The log up to entry {anchor.number} was rewritten: its hash is not the one in the anchor."
    ]


def test_an_entry_that_was_put_in_past_the_log_is_found(first: int) -> None:
    last = AuditEntry.objects.latest("number")
    forged = AuditEntry(number=last.number + 1, at=AT, action="signed_in", by_name="Ada", details="{}")
    forged.previous_sha256 = last.sha256
    forged.sha256 = hash_of(forged)
    forged.save(force_insert=True)
    assert faults_in_audit() == [f"Entries after {last.number} were put in: the log did not write them."]


def test_the_database_refuses_every_way_to_change_an_entry_by_orm(first: int) -> None:
    entry = AuditEntry.objects.get(number=first)
    attacks: list[Any] = [
        lambda: AuditEntry.objects.filter(pk=first).update(by_name="Somebody else"),
        lambda: AuditEntry.objects.filter(pk=first).delete(),
        lambda: AuditEntry.objects.all()._raw_delete("default"),
        lambda: entry.save(),
        lambda: entry.delete(),
        lambda: AuditEntry.objects.bulk_update([entry], ["by_name"]),
        lambda: AuditEntry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["number"], update_fields=["by_name"]
        ),
        lambda: AuditEntry.objects.bulk_create([entry]),
    ]
    for attack in attacks:
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()
    assert (AuditEntry.objects.get(pk=first).by_name, faults_in_audit()) == ("Nobody signed in", [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
def test_the_database_refuses_to_replace_an_entry(first: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE number = %s", [first])
    assert faults_in_audit() == []


def test_the_row_that_knows_the_last_entry_has_to_be_there(first: int) -> None:
    AuditHead.objects.all().delete()
    assert faults_in_audit() == ["The row that knows the last entry is missing."]
