import json

import pytest

from articles.models import Change, Document, Published
from articles.publishing import ContentChanged, NotAllowed, awaiting_second_look, emergency_publish
from articles.publishing.errors import Refused
from tests.builders import (
    AT,
    after,
    approve_now,
    edit,
    make_article,
    make_cause,
    make_clinician,
    make_publisher,
    make_user,
    publish_now,
    submit_now,
)

pytestmark = pytest.mark.django_db


def live_row(document: Document) -> Published:
    return Published.objects.live(after(60)).get(document=document.pk)


def test_an_emergency_publish_needs_its_right_and_a_reason_and_stays_flagged() -> None:
    article = make_article()
    request = submit_now(article, change_kind="safety")
    on_call = make_user("articles.emergency_publish")

    with pytest.raises(NotAllowed):
        emergency_publish(request=request, reason="A dose is wrong.", by=make_publisher(), at=AT)
    with pytest.raises(Refused):
        emergency_publish(request=request, reason=" ", by=on_call, at=AT)
    told = emergency_publish(request=request, reason="A dose is wrong.", by=on_call, at=AT)

    assert {each.event for each in told} == {"publish"}
    assert awaiting_second_look() == [request]
    assert live_row(article).review_status == "awaiting_review"

    approve_now(request, at=after(10))

    assert awaiting_second_look() == []
    assert live_row(article).review_status == "clinically_reviewed"


def test_text_that_was_edited_since_is_not_published_in_an_emergency_either() -> None:
    article = make_article()
    request = submit_now(article)
    edit(article, summary="Other words.")

    with pytest.raises(ContentChanged):
        emergency_publish(request=request, reason="Harm.", by=make_user("articles.emergency_publish"), at=AT)


def test_a_second_look_at_an_emergency_brings_nothing_back_and_is_told_once() -> None:
    first, second = make_cause(title="Salt"), make_cause(title="Sugar")
    request = submit_now(first, second)
    emergency_publish(request=request, reason="Harm.", by=make_user("articles.emergency_publish"), at=AT)
    edit(first, title="Table salt")
    publish_now(first, at=after(1))
    clinician = make_clinician()

    for _ in range(2):
        approve_now(request, by=clinician, at=after(2))

    assert [live_row(each).title for each in (first, second)] == ["Table salt", "Sugar"]
    assert [each.document_id for each in Change.objects.filter(event="recompose")] == [second.pk]
    (named,) = json.loads(bytes(live_row(second).body))["reviewed_by"]
    assert named["name"] == clinician.get_full_name()


def test_the_publisher_of_an_emergency_may_not_be_its_second_look_as_author() -> None:
    author = make_user("articles.submit_document", "articles.emergency_publish", "articles.review_clinical")
    request = submit_now(make_article(by=author), by=author)
    emergency_publish(request=request, reason="A dose is wrong.", by=author, at=AT)

    with pytest.raises(Refused):
        approve_now(request, by=author)
    assert awaiting_second_look() == [request]
