import json

import pytest

from articles.content.packing import CODINGS
from articles.models import PackedBody, Published
from articles.publishing import publish
from articles.publishing.recomposing import recompose_all
from tests.builders import after, approve_now, edit, make_article, make_cause, make_publisher, publish_now, submit_now

pytestmark = pytest.mark.django_db


def test_what_is_live_and_what_waits_is_packed_anew_and_waits_on() -> None:
    article = make_article(summary="Old words.")
    publish_now(article)
    edit(article, summary="New words.")
    request = submit_now(article, at=after(1), go_live_at=after(60))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(1))

    def packed() -> list[str]:
        rows = PackedBody.objects.filter(published__document=article.pk).order_by("published__live_from", "coding")
        return list(rows.values_list("coding", flat=True))

    both = sorted(CODINGS) * 2
    assert packed() == both
    PackedBody.objects.all().delete()
    Published.objects.filter(is_announced=False).update(body=b'{"summary": "Of an earlier release."}', etag="earlier")

    assert recompose_all(at=after(2)) == []

    assert packed() == both
    rows = Published.objects.filter(document=article.pk).order_by("live_from")
    assert [(json.loads(bytes(row.body))["summary"], row.live_from) for row in rows] == [
        ("Old words.", after(0)),
        ("New words.", after(60)),
    ]


def test_what_will_contain_something_that_waits_is_composed_anew_too() -> None:
    cause = make_cause(description="Old words.")
    article = make_article(causes=[cause])
    publish_now(article)
    edit(cause, description="New words.")
    request = submit_now(cause, at=after(1), go_live_at=after(60))
    approve_now(request, at=after(1))
    publish(request=request, by=make_publisher(), at=after(1))
    ahead = Published.objects.filter(document=article.pk, is_announced=False)
    ahead.update(body=b'{"summary": "Of an earlier release."}', etag="earlier")

    recompose_all(at=after(2))

    body = json.loads(bytes(ahead.get().body))
    assert body["causes"][0]["description"]["text"] == "New words."
