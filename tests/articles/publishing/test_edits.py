"""Each edit is counted, and nobody overwrites what they have not seen."""

import pytest

from articles.models import Cause, Document, Edit
from articles.publishing import record_edit
from articles.publishing.edits import EditConflict
from tests.builders import after, make_author, make_cause

pytestmark = pytest.mark.django_db


def test_an_edit_is_counted_and_says_who_and_when() -> None:
    cause, other = make_cause(), make_author()
    first = Document.objects.get(pk=cause.pk)

    record_edit(document=cause, by=other, at=after(5), expected=1)

    now = Document.objects.get(pk=cause.pk)
    assert (now.edit_number, now.updated_by, now.updated_at) == (2, other, after(5))
    assert (now.created_by, now.created_at) == (first.created_by, first.created_at)
    assert first.created_by is not None
    assert list(Edit.objects.filter(document=cause).values_list("edit_number", "by")) == [
        (1, first.created_by_id),
        (2, other.pk),
    ]


def test_whoever_started_from_an_older_text_is_told_who_was_faster() -> None:
    cause = make_cause()
    faster = make_author(first_name="Ana", last_name="Reyes")
    record_edit(document=cause, by=faster, at=after(1))

    with pytest.raises(EditConflict, match=f"{faster} saved this page while you were writing"):
        record_edit(document=cause, by=make_author(), at=after(2), expected=1)

    assert Cause.objects.get().edit_number == 2
    assert Edit.objects.filter(document=cause).count() == 2
