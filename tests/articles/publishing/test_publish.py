import json

import pytest

from articles.models import Change, Published
from articles.publishing import status_of
from tests.builders import after, edit, make_article, make_cause, publish_now

pytestmark = pytest.mark.django_db


def body_of(document):
    return json.loads(bytes(Published.objects.live(after(60)).get(document=document.pk).body))


def test_an_article_goes_live_with_its_parts():
    cause = make_cause(title="Tired muscles")
    article = make_article(causes=[cause])

    changes = publish_now(article)

    assert sorted((change.event, change.kind) for change in changes) == [
        ("publish", "article"),
        ("publish", "cause"),
        ("publish", "red_flag"),
    ]
    assert [embedded["name"] for embedded in body_of(article)["causes"]] == ["Tired muscles"]
    assert status_of(article, at=after(1)).state == "live"


def test_a_corrected_cause_changes_every_article_that_uses_it():
    cause = make_cause(description="Old words.")
    first, second = make_article(causes=[cause]), make_article(causes=[cause])
    publish_now(first, second)

    edit(cause, description="New words.")
    changes = publish_now(cause, at=after(5))

    assert [(change.event, change.document_id) for change in changes] == [
        ("publish", cause.pk),
        ("recompose", first.pk),
        ("recompose", second.pk),
    ]
    for article in (first, second):
        assert body_of(article)["causes"][0]["description"]["text"] == "New words."
    sequences = list(Change.objects.values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))
