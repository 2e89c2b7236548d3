from typing import Any

import pytest

from articles.models import Buffer
from articles.services.buffers import MAX_CHARACTERS, BufferRefused, buffer_of, forget_buffer, keep_buffer
from tests.builders import AT, after, edit, make_author, make_cause

pytestmark = pytest.mark.django_db


def keep(document: Any, by: Any, at: Any = AT, edit_number: int = 1, **values: Any) -> None:
    keep_buffer(kind="cause", document=document, edit_number=edit_number, values=values, by=by, at=at)


def test_the_newest_text_of_each_person_is_kept_apart_from_the_page() -> None:
    cause, ann, eve = make_cause(description="Saved."), make_author(), make_author()
    keep(cause, ann, description="First.")
    keep(cause, ann, after(1), description="Second.")
    keep(cause, eve, description="Hers.")
    cause.refresh_from_db()
    assert cause.description == "Saved."
    assert {row.by: row.values for row in Buffer.objects.all()} == {
        ann: {"description": "Second."},
        eve: {"description": "Hers."},
    }


def test_a_page_that_does_not_exist_yet_has_one_too() -> None:
    ann = make_author()
    keep(None, ann, edit_number=0, title="Str")
    keep(None, ann, edit_number=0, title="Stress")
    kept = buffer_of(kind="cause", document=None, by=ann)
    assert kept is not None
    assert kept.values == {"title": "Stress"}
    forget_buffer(kind="cause", document=None, by=ann)
    assert Buffer.objects.count() == 0


def test_what_comes_in_after_the_save_of_it_is_not_kept() -> None:
    ann = make_author()
    cause = make_cause(by=ann)
    edit(cause, by=ann, description="Saved.")
    with pytest.raises(BufferRefused, match="saved this page since"):
        keep(cause, ann, edit_number=1, description="Saved.")


def test_text_is_still_kept_when_somebody_else_saved_meanwhile() -> None:
    cause, ann = make_cause(), make_author()
    edit(cause, description="Theirs.")
    keep(cause, ann, edit_number=1, description="Mine.")
    assert Buffer.objects.get().edit_number == 1


@pytest.mark.parametrize("value", ["x" * MAX_CHARACTERS, ["a list"]])
def test_what_no_form_holds_is_refused(value: Any) -> None:
    with pytest.raises(BufferRefused):
        keep(make_cause(), make_author(), description=value)
    assert Buffer.objects.count() == 0
