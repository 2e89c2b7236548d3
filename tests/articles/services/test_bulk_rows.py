import uuid

import pytest
from django.db import IntegrityError, transaction

from articles.models import Cause, Document, Edit, Reference
from articles.services.bulk_rows import insert_rows, update_rows
from articles.services.record_edits import record_edits, record_first_edits
from tests.builders import AT, after, make_cause, make_reference, make_user


def test_rows_are_inserted_with_every_kind_of_value(db: None) -> None:
    names = ["kind", "uuid", "slug", "locale", "title", "review_interval_months", "edit_number", "created_at"]
    uuids = [uuid.uuid4(), uuid.uuid4()]
    insert_rows(Document, names, [["cause", each, f"s{n}", "en", "T", 36, 1, AT] for n, each in enumerate(uuids)])
    documents = list(Document.objects.order_by("slug"))
    assert [(each.uuid, each.slug, each.created_at) for each in documents] == [
        (uuids[0], "s0", AT),
        (uuids[1], "s1", AT),
    ]
    own = ["document_ptr", "description", "mechanism", "what_to_do", "when_to_suspect", "serious", "synonyms"]
    insert_rows(Cause, own, [[each.pk, "D", "", "", "", True, ["a", "b"]] for each in documents])
    assert list(Cause.objects.values_list("serious", "synonyms")) == [(True, ["a", "b"])] * 2


def test_a_row_that_breaks_a_rule_stops_them_all(db: None) -> None:
    make_reference(slug="x")
    names = ["slug", "publisher", "title", "url", "doi", "published", "grade"]
    rows = [[slug, "P", "T", "", "", "2024", "news"] for slug in ("new", "x")]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Reference, names, rows)
    assert [each.slug for each in Reference.objects.all()] == ["x"]


def test_each_row_gets_its_own_values(db: None) -> None:
    causes = [make_cause(), make_cause(), make_cause()]
    update_rows(
        Cause,
        ["description", "serious", "synonyms"],
        [(each.pk, f"D{each.pk}", True, [each.slug]) for each in causes[:2]],
    )
    update_rows(Document, ["title", "updated_at"], [(each.pk, f"T{each.pk}", after(1)) for each in causes[:2]])
    found = Cause.objects.order_by("pk").values_list("title", "description", "serious", "synonyms")
    assert list(found) == [
        *((f"T{each.pk}", f"D{each.pk}", True, [each.slug]) for each in causes[:2]),
        (causes[2].title, "A common reason.", False, []),
    ]


def test_edits_of_many_documents_are_counted_and_noted(db: None) -> None:
    causes, by = [make_cause(), make_cause()], make_user()
    record_edits(documents=[each.pk for each in causes], by=by, at=after(1))
    rows = Document.objects.order_by("pk").values_list("edit_number", "updated_by", "updated_at", "created_at")
    assert list(rows) == [(2, by.pk, after(1), AT)] * 2
    assert list(Edit.objects.filter(by=by).values_list("document", "edit_number", "at")) == [
        (each.pk, 2, after(1)) for each in causes
    ]


def test_first_edits_are_copied_from_the_rows(db: None) -> None:
    cause = make_cause()
    Edit.objects.all().delete()
    record_first_edits(documents=[cause.pk])
    assert list(Edit.objects.values_list("document", "edit_number")) == [(cause.pk, 1)]
