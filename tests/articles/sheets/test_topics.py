"""Topics that a spreadsheet would put into one another."""

import pytest

from articles.models import Topic
from articles.sheets.batches import ImportRefused, confirm, undo
from tests.builders import after, edit, make_topic

from .builders import edited, exported, import_now, make_importer, said, upload_now, workbook

pytestmark = pytest.mark.django_db

IN_ONE_ANOTHER = (
    "“legs” would be inside itself: “legs” is inside “thighs”, “thighs” is inside “legs”. "
    "Choose another topic for one of these."
)
NEW = [["slug", "name", "parent"], ["body", "Body", ""]]


def test_a_topic_is_put_inside_one_that_comes_later() -> None:
    import_now(workbook(Topics=[*NEW, ["thighs", "Thighs", "legs"], ["legs", "Legs", "body"]]))
    assert dict(Topic.objects.values_list("slug", "parent__slug")) == {"body": None, "thighs": "legs", "legs": "body"}


def test_two_in_one_another_are_told_at_the_first_of_them() -> None:
    batch = upload_now(workbook(Topics=[*NEW, ["legs", "Legs", "thighs"], ["thighs", "Thighs", "legs"]]))
    assert said(batch) == [f"Topics, row 3, parent: {IN_ONE_ANOTHER}"]


def test_one_inside_itself() -> None:
    batch = upload_now(workbook(Topics=[*NEW, ["legs", "Legs", "legs"]]))
    assert said(batch) == ["Topics, row 3, parent: A topic cannot be inside itself."]


def test_a_ring_half_of_which_is_there_already() -> None:
    legs = make_topic(slug="legs")
    knees = make_topic(slug="knees", parent=make_topic(slug="thighs", parent=legs))
    table = [["slug", "name", "parent"], ["body", "Body", "knees"], ["legs", "", "body"]]
    assert said(upload_now(workbook(Topics=table))) == [
        "Topics, row 2, parent: “body” would be inside itself: “body” is inside “knees”, “knees” is inside “thighs”, "
        "“thighs” is inside “legs”, “legs” is inside “body”. Choose another topic for one of these."
    ]
    import_now(workbook(Topics=[*table, ["knees", "", "{clear}"]]))  # which takes it apart
    knees.refresh_from_db()
    assert knees.parent is None


def test_topics_change_places() -> None:
    legs = make_topic(slug="legs")
    make_topic(slug="thighs", parent=legs)
    import_now(workbook(Topics=[["slug", "parent"], ["legs", "thighs"], ["thighs", "{clear}"]]))
    assert dict(Topic.objects.values_list("slug", "parent__slug")) == {"thighs": None, "legs": "thighs"}


def test_those_of_another_language_are_others() -> None:
    make_topic(slug="thighs", parent=make_topic(slug="legs"))
    make_topic(slug="thighs", locale="vi")
    make_topic(slug="legs", locale="vi")
    import_now(workbook(Topics=[["slug", "language", "parent"], ["legs", "vi", "thighs"]]))


def test_a_ring_that_is_there_already_stops_no_other_row() -> None:
    legs = make_topic(slug="legs")
    thighs = make_topic(slug="thighs", parent=legs)
    Topic.objects.filter(pk=legs.pk).update(parent=thighs)
    import_now(workbook(Topics=[["slug", "name", "parent"], ["legs", "Both legs", ""], ["body", "Body", "legs"]]))
    assert Topic.objects.get(slug="body").parent == legs


def test_a_ring_that_a_conflict_would_close() -> None:
    legs, other = make_topic(slug="legs"), make_topic(slug="other")
    make_topic(slug="thighs", parent=legs)
    data = edited(exported("Topics"), "Topics", 1, "parent", "thighs")
    edit(legs, parent=other)
    assert said(upload_now(data)) == [f"Topics, row 2, parent: {IN_ONE_ANOTHER}"]


def test_a_ring_that_somebody_closed_since_the_preview() -> None:
    legs, thighs = make_topic(slug="legs", title="legs"), make_topic(slug="thighs", title="thighs")
    batch = upload_now(workbook(Topics=[["slug", "parent"], ["legs", "thighs"]]))
    edit(thighs, parent=legs)
    with pytest.raises(ImportRefused) as refused:
        confirm(batch=batch, by=make_importer(), at=after(1))
    assert str(refused.value) == f"{IN_ONE_ANOTHER} Nothing was written."
    legs.refresh_from_db()
    assert legs.parent is None


def test_an_import_whose_undoing_would_close_a_ring_stays() -> None:
    thighs = make_topic(slug="thighs", title="thighs")
    legs = make_topic(slug="legs", title="legs", parent=thighs)
    batch = import_now(workbook(Topics=[["slug", "parent"], ["legs", "{clear}"]]))
    edit(thighs, parent=legs)
    with pytest.raises(ImportRefused) as refused:
        undo(batch=batch, by=make_importer(), at=after(1))
    assert str(refused.value) == f"The import cannot be taken back as a whole. {IN_ONE_ANOTHER} Nothing was written."
